package io.labelstream.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a model worked on an image.
 *
 * @param decodeMicros from the encoded image to the model's input
 * @param inferenceMicros from there to the probabilities
 */
public record WorkTimes(long decodeMicros, long inferenceMicros) {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

  /** Reads both headers; one that is missing or no number leaves nothing to tell. */
  static Optional<WorkTimes> of(HeaderTexts headers) {
    return micros(headers, EventNames.DECODE_MICROS)
        .flatMap(
            decode ->
                micros(headers, EventNames.INFERENCE_MICROS)
                    .map(inference -> new WorkTimes(decode, inference)));
  }

  private static Optional<Long> micros(HeaderTexts headers, String name) {
    return headers.get(name).filter(NUMBER.asMatchPredicate()).map(Long::valueOf);
  }
}
