package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
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

  static void addIfPresent(List<RecordHeader> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(of(name, value));
    }
  }

  static void addIfPresent(List<RecordHeader> headers, @Nullable TraceContext trace) {
    if (trace != null) {
      headers.add(of(EventNames.TRACE_PARENT, trace.traceparent()));
      addIfPresent(headers, EventNames.TRACE_STATE, trace.tracestate());
    }
  }
}
