package io.labelstream.wire;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.data.BytesCloudEventData;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a request out of a valid CloudEvent, and says everything that keeps it from being one. */
final class RequestReader {

  private RequestReader() {}

  static DecodedRequest read(Correlation correlation, CloudEvent event) {
    List<String> invalid = new ArrayList<>();
    if (event.getSpecVersion() != SpecVersion.V1) {
      invalid.add(EventNames.SPEC_VERSION + " must be 1.0");
    }
    if (event.getId().isEmpty()) {
      invalid.add(EventNames.ID + " must not be empty");
    }
    if (event.getSource().toString().isEmpty()) {
      invalid.add(EventNames.SOURCE + " must not be empty");
    }
    if (!EventNames.REQUESTED.equals(event.getType())) {
      invalid.add(EventNames.TYPE + " must be " + EventNames.REQUESTED);
    }
    if (!invalid.isEmpty()) {
      return rejected(correlation, new Outcome.Failed(ErrorCode.INVALID_EVENT, invalid));
    }

    Integer topK = topK(event.getExtension(EventNames.TOP_K), invalid);
    Double minScore = minScore(event.getExtension(EventNames.MIN_SCORE), invalid);
    if (topK == null || minScore == null) {
      return rejected(correlation, new Outcome.Failed(ErrorCode.INVALID_OPTION, invalid));
    }
    LabelOptions options = new LabelOptions(topK, minScore);

    CloudEventData data = event.getData();
    if (data != null && !(data instanceof BytesCloudEventData)) {
      return rejected(
          correlation,
          Outcome.Failed.because(
              ErrorCode.UNSUPPORTED_FORMAT, "data must be an image, sent as data_base64"));
    }
    if (data != null && data.toBytes().length > 0) {
      return accepted(correlation, new ImageSource.Inline(data.toBytes()), options);
    }
    Object reference = event.getExtension(EventNames.DATA_REF);
    if (reference == null) {
      return rejected(correlation, missingImage());
    }
    try {
      URI uri = new URI(reference.toString());
      return accepted(correlation, new ImageSource.Reference(uri), options);
    } catch (URISyntaxException e) {
      return rejected(
          correlation,
          Outcome.Failed.because(ErrorCode.FORBIDDEN_REFERENCE, "dataref must be a URI"));
    }
  }

  static Outcome.Failed missingImage() {
    return Outcome.Failed.because(
        ErrorCode.MISSING_IMAGE,
        "image is missing: send its bytes as the record's value, or a dataref");
  }

  private static @Nullable Integer topK(@Nullable Object value, List<String> invalid) {
    if (value == null) {
      return LabelOptions.DEFAULT.topK();
    }
    try {
      int topK = Integer.parseInt(value.toString().strip());
      if (topK >= 1 && topK <= LabelOptions.MAX_TOP_K) {
        return topK;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    invalid.add("ce_topk must be a whole number from 1 to " + LabelOptions.MAX_TOP_K);
    return null;
  }

  private static @Nullable Double minScore(@Nullable Object value, List<String> invalid) {
    if (value == null) {
      return LabelOptions.DEFAULT.minScore();
    }
    try {
      double minScore = Double.parseDouble(value.toString().strip());
      if (minScore >= 0 && minScore <= 1) {
        return minScore;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    invalid.add("ce_minscore must be a number from 0 to 1");
    return null;
  }

  private static DecodedRequest accepted(
      Correlation correlation, ImageSource image, LabelOptions options) {
    return new DecodedRequest.Accepted(correlation, new ClassificationRequest(image, options));
  }

  private static DecodedRequest rejected(Correlation correlation, Outcome.Failed failure) {
    return new DecodedRequest.Rejected(correlation, failure);
  }
}
