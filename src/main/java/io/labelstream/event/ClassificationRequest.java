package io.labelstream.event;

import java.time.Instant;
import java.util.Optional;

/**
 * A well-formed request, whose image has not been looked at.
 *
 * @param image the image or where it is
 * @param options which labels the answer shall hold
 * @param expiryTime after which nobody has a use for the answer, if there is such a time
 */
public record ClassificationRequest(
    ImageSource image, LabelOptions options, Optional<Instant> expiryTime) {

  /** A request that does not expire. */
  public ClassificationRequest(ImageSource image, LabelOptions options) {
    this(image, options, Optional.empty());
  }
}
