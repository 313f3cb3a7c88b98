package io.labelstream.event;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What an answer repeats of its request, so that the two can be matched.
 *
 * @param id {@code ce_id}, or the record's position where the request had none
 * @param source {@code ce_source}, or {@code /<topic>} where the request had none
 * @param subject {@code ce_subject}, if any
 * @param trace the W3C trace context, if any
 * @param time {@code ce_time} as the request has it, if it is a time after RFC 3339
 */
public record Correlation(
    String id,
    String source,
    @Nullable String subject,
    @Nullable TraceContext trace,
    @Nullable String time) {

  /** The correlation of a record that says nothing of itself but its trace. */
  static Correlation bare(RequestRecord request, @Nullable TraceContext trace) {
    return new Correlation(request.position(), "/" + request.topic(), null, trace, null);
  }

  /** The correlation of an event, as far as it can be read. */
  static Correlation of(
      RequestRecord request, RequestAttributes attributes, @Nullable TraceContext trace) {
    Correlation bare = bare(request, trace);
    String id = attributes.get(EventNames.ID);
    String source = attributes.get(EventNames.SOURCE);
    return new Correlation(
        id == null || id.isEmpty() ? bare.id() : id,
        source == null || source.isEmpty() ? bare.source() : source,
        attributes.get(EventNames.SUBJECT),
        trace,
        time(attributes.get(EventNames.TIME)));
  }

  private static @Nullable String time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text);
      return text;
    } catch (DateTimeException e) {
      // Nothing depends on it, so it is as good as not there.
      return null;
    }
  }
}
