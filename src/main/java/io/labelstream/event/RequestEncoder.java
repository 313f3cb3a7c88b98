package io.labelstream.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encodes requests as CloudEvents in binary mode, as {@link RequestDecoder} reads them. */
public final class RequestEncoder {

  /** The value of a request's record: the inline image, or nothing where a header refers to it. */
  public Optional<byte[]> value(ClassificationRequest request) {
    return request.image().fold(Optional::of, uri -> Optional.empty());
  }

  /**
   * The headers of a request's record.
   *
   * @param requestId the request's name in logs, if it has one
   */
  public List<RecordHeader> headers(
      Correlation correlation, ClassificationRequest request, Optional<String> requestId) {
    List<RecordHeader> headers = new ArrayList<>();
    headers.add(RecordHeader.of(EventNames.SPEC_VERSION, "1.0"));
    headers.add(RecordHeader.of(EventNames.ID, correlation.id()));
    headers.add(RecordHeader.of(EventNames.SOURCE, correlation.source()));
    headers.add(RecordHeader.of(EventNames.TYPE, EventNames.REQUESTED));
    RecordHeader.addIfPresent(headers, EventNames.TIME, correlation.time());
    RecordHeader.addIfPresent(headers, EventNames.SUBJECT, correlation.subject());
    RecordHeader.addIfPresent(headers, correlation.trace());
    RecordHeader.addIfPresent(headers, EventNames.REQUEST_ID, requestId);
    RecordHeader.addIfPresent(
        headers,
        EventNames.DATA_REF,
        request.image().fold(inline -> Optional.empty(), uri -> Optional.of(uri.toString())));
    LabelOptions options = request.options();
    if (options.topK() != LabelOptions.DEFAULT.topK()) {
      headers.add(RecordHeader.of(EventNames.TOP_K, Integer.toString(options.topK())));
    }
    if (options.minScore() != LabelOptions.DEFAULT.minScore()) {
      headers.add(RecordHeader.of(EventNames.MIN_SCORE, Double.toString(options.minScore())));
    }
    if (options.floor() != LabelOptions.DEFAULT.floor()) {
      headers.add(RecordHeader.of(EventNames.FLOOR, Double.toString(options.floor())));
    }
    RecordHeader.addIfPresent(
        headers, EventNames.EXPIRY_TIME, request.expiryTime().map(Instant::toString));
    return headers;
  }
}
