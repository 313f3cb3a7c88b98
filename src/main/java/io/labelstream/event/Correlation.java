package io.labelstream.event;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

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
    Optional<String> subject,
    Optional<TraceContext> trace,
    Optional<String> time) {

  /** The correlation of a record that says nothing of itself but its trace. */
  static Correlation bare(RequestRecord request, Optional<TraceContext> trace) {
    return new Correlation(
        request.position(), "/" + request.topic(), Optional.empty(), trace, Optional.empty());
  }

  /** The correlation of an event, as far as it can be read. */
  static Correlation of(
      RequestRecord request, CloudEventAttributes attributes, Optional<TraceContext> trace) {
    Correlation bare = bare(request, trace);
    return new Correlation(
        attributes.get(EventNames.ID).filter(id -> !id.isEmpty()).orElse(bare.id()),
        attributes.get(EventNames.SOURCE).filter(source -> !source.isEmpty()).orElse(bare.source()),
        attributes.get(EventNames.SUBJECT),
        trace,
        attributes.get(EventNames.TIME).filter(Correlation::isTime));
  }

  /** A time that cannot be read is left out, because nothing depends on it. */
  private static boolean isTime(String text) {
    try {
      DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
