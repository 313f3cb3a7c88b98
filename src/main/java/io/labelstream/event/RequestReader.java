package io.labelstream.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request out of a CloudEvent's attributes, and says everything that keeps it from being
 * one. What a request has no use for is not looked at.
 */
final class RequestReader {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,20}(\\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?");

  private RequestReader() {}

  /**
   * Reads a request.
   *
   * @param image the image, or null where there is none
   * @throws InvalidEventException if it is none
   */
  static ClassificationRequest read(RequestAttributes event, byte @Nullable [] image)
      throws InvalidEventException {
    checkEvent(event);
    LabelOptions options = options(event);
    if (image != null && image.length > 0) {
      return new ClassificationRequest(new ImageSource.Inline(image), options);
    }
    String reference = event.get(EventNames.DATA_REF);
    if (reference == null) {
      throw missingImage();
    }
    try {
      return new ClassificationRequest(new ImageSource.Reference(new URI(reference)), options);
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

  private static void checkEvent(RequestAttributes event) throws InvalidEventException {
    List<String> invalid = new ArrayList<>();
    Stream.of(
            EventNames.SPEC_VERSION,
            EventNames.ID,
            EventNames.SOURCE,
            EventNames.TYPE,
            EventNames.TOP_K,
            EventNames.MIN_SCORE,
            EventNames.DATA_REF)
        .filter(event.withoutText()::contains)
        .forEach(name -> invalid.add(name + " must be UTF-8 text"));
    checkRequired(event, EventNames.SPEC_VERSION, "1.0", invalid);
    checkRequired(event, EventNames.ID, null, invalid);
    checkRequired(event, EventNames.SOURCE, null, invalid);
    checkRequired(event, EventNames.TYPE, EventNames.REQUESTED, invalid);
    String source = event.get(EventNames.SOURCE);
    if (source != null && !isUriReference(source)) {
      invalid.add(EventNames.SOURCE + " must be a URI or a path");
    }
    if (!invalid.isEmpty()) {
      throw new InvalidEventException(ErrorCode.INVALID_EVENT, invalid);
    }
  }

  private static void checkRequired(
      RequestAttributes event, String name, @Nullable String expected, List<String> invalid) {
    String value = event.get(name);
    if (!event.has(name)) {
      invalid.add(name + " is required");
    } else if (value != null && value.isEmpty()) {
      invalid.add(name + " must not be empty");
    } else if (value != null && expected != null && !value.equals(expected)) {
      invalid.add(name + " must be " + expected);
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

  private static LabelOptions options(RequestAttributes event) throws InvalidEventException {
    List<String> invalid = new ArrayList<>();
    int topK = topK(event.get(EventNames.TOP_K), invalid);
    double minScore = minScore(event.get(EventNames.MIN_SCORE), invalid);
    if (!invalid.isEmpty()) {
      throw new InvalidEventException(ErrorCode.INVALID_OPTION, invalid);
    }
    return new LabelOptions(topK, minScore);
  }

  private static int topK(@Nullable String value, List<String> invalid) {
    if (value == null) {
      return LabelOptions.DEFAULT.topK();
    }
    if (WHOLE_NUMBER.matcher(value.strip()).matches()) {
      long topK = Long.parseLong(value.strip());
      if (topK >= 1 && topK <= LabelOptions.MAX_TOP_K) {
        return (int) topK;
      }
    }
    invalid.add(EventNames.TOP_K + " must be a whole number from 1 to " + LabelOptions.MAX_TOP_K);
    return LabelOptions.DEFAULT.topK();
  }

  private static double minScore(@Nullable String value, List<String> invalid) {
    if (value == null) {
      return LabelOptions.DEFAULT.minScore();
    }
    if (NUMBER.matcher(value.strip()).matches()) {
      double minScore = Double.parseDouble(value.strip());
      if (minScore <= 1) {
        return minScore;
      }
    }
    invalid.add(EventNames.MIN_SCORE + " must be a number from 0 to 1");
    return LabelOptions.DEFAULT.minScore();
  }
}
