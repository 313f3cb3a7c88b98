package io.labelstream.wire;

import org.jspecify.annotations.Nullable;

/**
 * What an answer repeats of its request, so that the two can be matched.
 *
 * @param id {@code ce_id}, or the record's position where the request had none
 * @param source {@code ce_source}, or {@code /<topic>} where the request had none
 * @param subject {@code ce_subject}, if any
 * @param traceparent the W3C trace context, if any
 */
public record Correlation(
    String id, String source, @Nullable String subject, @Nullable String traceparent) {

  /** The correlation of a record that says nothing of itself. */
  static Correlation bare(RequestRecord request) {
    return new Correlation(request.position(), "/" + request.topic(), null, null);
  }
}
