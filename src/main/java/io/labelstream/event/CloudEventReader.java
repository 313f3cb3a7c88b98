package io.labelstream.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a request out of a CloudEvent's attributes, and says everything that keeps the event from
 * being a request. Attributes that a request does not need are not looked at.
 */
final class CloudEventReader {

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

  private static final LabelOptions.Names LABEL_OPTIONS =
      new LabelOptions.Names(EventNames.TOP_K, EventNames.MIN_SCORE, EventNames.FLOOR);

  /** An event's image, which costs nothing before it is read. */
  @FunctionalInterface
  interface EncodedImage {
    Optional<byte[]> read() throws InvalidEventException;
  }

  private CloudEventReader() {}

  /**
   * Reads a request.
   *
   * @param image the encoded image, if the event carries one; an empty one counts as absent, and
   *     that of a request that has expired is not read
   * @throws InvalidEventException if the event is no request that can be served
   */
  static ClassificationRequest read(CloudEventAttributes event, EncodedImage image, Instant now)
      throws InvalidEventException {
    checkEvent(event);
    List<String> invalid = new ArrayList<>();
    LabelOptions options = LabelOptions.parse(LABEL_OPTIONS, event::get, invalid::add);
    Optional<Instant> expiryTime =
        event.get(EventNames.EXPIRY_TIME).flatMap(text -> expiryTime(text.strip(), invalid::add));
    if (!invalid.isEmpty()) {
      throw new InvalidEventException(ErrorCode.INVALID_OPTION, invalid);
    }
    if (expiryTime.isPresent() && now.isAfter(expiryTime.get())) {
      throw new InvalidEventException(
          ErrorCode.EXPIRED,
          List.of("The request expired at " + expiryTime.get() + ", before its turn came."));
    }
    return new ClassificationRequest(source(event, image), options, expiryTime);
  }

  private static ImageSource source(CloudEventAttributes event, EncodedImage image)
      throws InvalidEventException {
    Optional<byte[]> inline = image.read().filter(bytes -> bytes.length > 0);
    if (inline.isPresent()) {
      return new ImageSource.Inline(inline.get());
    }
    Optional<String> reference = event.get(EventNames.DATA_REF);
    if (reference.isEmpty()) {
      throw missingImage();
    }
    try {
      return new ImageSource.Reference(new URI(reference.get()));
    } catch (URISyntaxException e) {
      throw new InvalidEventException(
          ErrorCode.FORBIDDEN_REFERENCE, List.of("dataref must be a URI"));
    }
  }

  static InvalidEventException missingImage() {
    return new InvalidEventException(
        ErrorCode.MISSING_IMAGE,
        List.of("image is missing: send its bytes as the record's value, or a dataref"));
  }

  private static void checkEvent(CloudEventAttributes event) throws InvalidEventException {
    List<String> invalid = new ArrayList<>();
    Stream.of(
            EventNames.SPEC_VERSION,
            EventNames.ID,
            EventNames.SOURCE,
            EventNames.TYPE,
            EventNames.TOP_K,
            EventNames.MIN_SCORE,
            EventNames.FLOOR,
            EventNames.EXPIRY_TIME,
            EventNames.DATA_REF)
        .filter(event.withoutText()::contains)
        .forEach(name -> invalid.add(name + " must be UTF-8 text"));
    checkRequired(event, EventNames.SPEC_VERSION, Optional.of("1.0"), invalid);
    checkRequired(event, EventNames.ID, Optional.empty(), invalid);
    checkRequired(event, EventNames.SOURCE, Optional.empty(), invalid);
    checkRequired(event, EventNames.TYPE, Optional.of(EventNames.REQUESTED), invalid);
    if (!event.get(EventNames.SOURCE).map(CloudEventReader::isUriReference).orElse(true)) {
      invalid.add(EventNames.SOURCE + " must be a URI or a path");
    }
    if (!invalid.isEmpty()) {
      throw new InvalidEventException(ErrorCode.INVALID_EVENT, invalid);
    }
  }

  private static void checkRequired(
      CloudEventAttributes event, String name, Optional<String> expected, List<String> invalid) {
    Optional<String> value = event.get(name);
    if (!event.has(name)) {
      invalid.add(name + " is required");
    } else if (value.isPresent() && value.get().isEmpty()) {
      invalid.add(name + " must not be empty");
    } else if (value.isPresent() && expected.isPresent() && !value.equals(expected)) {
      invalid.add(name + " must be " + expected.get());
    }
  }

  private static boolean isUriReference(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Optional<Instant> expiryTime(String text, Consumer<String> violations) {
    if (RFC_3339.matcher(text).matches()) {
      try {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException e) {
        // Told below, like what does not look like a time.
      }
    }
    violations.accept(
        EventNames.EXPIRY_TIME + " must be a time after RFC 3339, such as 2026-01-02T03:04:05Z");
    return Optional.empty();
  }
}
