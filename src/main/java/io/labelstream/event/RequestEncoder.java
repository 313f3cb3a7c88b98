package io.labelstream.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes requests as CloudEvents in binary mode, as {@link RequestDecoder} reads them. */
public final class RequestEncoder {

  /**
   * The headers of a request; its value is the inline image, or nothing.
   *
   * @param requestId what the request is called in logs, if it has a name there
   */
  public List<RecordHeader> headers(
      Correlation correlation, ClassificationRequest request, @Nullable String requestId) {
    List<RecordHeader> headers = new ArrayList<>();
    headers.add(RecordHeader.of(EventNames.SPEC_VERSION, "1.0"));
    headers.add(RecordHeader.of(EventNames.ID, correlation.id()));
    headers.add(RecordHeader.of(EventNames.SOURCE, correlation.source()));
    headers.add(RecordHeader.of(EventNames.TYPE, EventNames.REQUESTED));
    RecordHeader.addIfPresent(headers, EventNames.TIME, correlation.time());
    RecordHeader.addIfPresent(headers, EventNames.SUBJECT, correlation.subject());
    RecordHeader.addIfPresent(headers, correlation.trace());
    RecordHeader.addIfPresent(headers, EventNames.REQUEST_ID, requestId);
    if (request.image() instanceof ImageSource.Reference reference) {
      headers.add(RecordHeader.of(EventNames.DATA_REF, reference.uri().toString()));
    }
    LabelOptions options = request.options();
    if (options.topK() != LabelOptions.DEFAULT.topK()) {
      headers.add(RecordHeader.of(EventNames.TOP_K, Integer.toString(options.topK())));
    }
    if (options.minScore() != LabelOptions.DEFAULT.minScore()) {
      headers.add(RecordHeader.of(EventNames.MIN_SCORE, Double.toString(options.minScore())));
    }
    return headers;
  }
}
