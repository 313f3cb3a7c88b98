package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Correlation;
import io.labelstream.event.EventNames;
import io.labelstream.event.RequestRecord;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Has lines of the log carry which record they are about, for whatever Flink's logging
 * configuration makes of it.
 */
final class RecordLogContext {

  private static final String RECORD = "record";
  private static final String REQUEST_ID = "request_id";
  private static final String TRACE_ID = "trace_id";

  /** Anybody may write to the topic, and lines of a log end at a line feed. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  private RecordLogContext() {}

  /** Does what may log something about a record. */
  static <T> T about(RequestRecord record, Correlation correlation, Supplier<T> work) {
    MDC.put(RECORD, record.position());
    Stream.concat(requestIds(record), Stream.of(correlation.id()))
        .filter(id -> SANE.matcher(id).matches())
        .findFirst()
        .ifPresent(id -> MDC.put(REQUEST_ID, id));
    correlation.trace().ifPresent(trace -> MDC.put(TRACE_ID, trace.traceId()));
    try {
      return work.get();
    } finally {
      MDC.remove(RECORD);
      MDC.remove(REQUEST_ID);
      MDC.remove(TRACE_ID);
    }
  }

  /** What a facade calls the request, which its own log and its client know it by. */
  private static Stream<String> requestIds(RequestRecord record) {
    return record.headers().stream()
        .filter(header -> header.name().equals(EventNames.REQUEST_ID) && header.value() != null)
        .map(header -> new String(header.value(), UTF_8));
  }

  /** Work for another thread, whose lines are about the same record. */
  static <T> Callable<T> handedOn(Callable<T> work) {
    Map<String, @Nullable String> here = MDC.getCopyOfContextMap();
    return () -> {
      if (here != null) {
        MDC.setContextMap(here);
      }
      try {
        return work.call();
      } finally {
        MDC.clear();
      }
    };
  }
}
