package io.labelstream.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What an answer says of its request, and of the time between the two.
 *
 * @param subject {@code ce_subject}, the image's id, if the request had one
 * @param position {@code ce_requestoffset}, where the request stands
 * @param requested {@code ce_requesttime}, when the request was made
 * @param answered {@code ce_time}, when the answer was made
 * @param work {@code ce_decodemicros} and {@code ce_inferencemicros}, if the image was classified
 *     for this request
 */
public record Passage(
    Optional<String> subject,
    Optional<RequestPosition> position,
    Optional<Instant> requested,
    Optional<Instant> answered,
    Optional<WorkTimes> work) {

  static final Passage UNKNOWN =
      new Passage(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static Passage of(HeaderTexts headers) {
    return new Passage(
        headers.get(EventNames.SUBJECT),
        headers.get(EventNames.REQUEST_OFFSET).flatMap(RequestPosition::parse),
        headers.get(EventNames.REQUEST_TIME).flatMap(Passage::time),
        headers.get(EventNames.TIME).flatMap(Passage::time),
        WorkTimes.of(headers));
  }

  /**
   * From the request to its answer. Two machines have two clocks: an answer that seems older than
   * its request took no time.
   */
  public Optional<Duration> time() {
    return requested.flatMap(
        start ->
            answered.map(
                end -> end.isBefore(start) ? Duration.ZERO : Duration.between(start, end)));
  }

  /** A time that cannot be read is left out, because nothing depends on it. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
