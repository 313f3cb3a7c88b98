package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One header of a Kafka record. A name may occur more than once in a record; the last one counts.
 *
 * @param name the header's key
 * @param value the header's bytes, or null as Kafka allows
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Flink's serializer needs plain bytes; nobody compares headers.
public record RecordHeader(String name, byte @Nullable [] value) {

  static RecordHeader of(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  static void addIfPresent(List<RecordHeader> headers, String name, Optional<String> value) {
    value.ifPresent(present -> headers.add(of(name, present)));
  }

  static void addIfPresent(List<RecordHeader> headers, Optional<TraceContext> trace) {
    addIfPresent(headers, EventNames.TRACE_PARENT, trace.map(TraceContext::traceparent));
    addIfPresent(headers, EventNames.TRACE_STATE, trace.flatMap(TraceContext::tracestate));
  }
}
