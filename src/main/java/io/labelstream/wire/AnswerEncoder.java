package io.labelstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes outcomes as records of the results topic.
 *
 * <p>An answer never exceeds the size it is given, because a record that the topic refuses would
 * fail the job, and again after each restart: one that would is replaced by a failed answer that
 * says so and repeats of the request only what fits.
 */
public final class AnswerEncoder {

  /** Kafka's own framing of a record and of each header, generously. */
  private static final int RECORD_OVERHEAD = 128;

  private static final int HEADER_OVERHEAD = 10;
  private static final int MAX_REPEATED_ATTRIBUTE = 1024;
  private static final int MAX_REASON = 500;

  private final ObjectMapper json = JsonMapper.builder().build();
  private final String model;
  private final int maxBytes;
  private final Clock clock;

  /**
   * Makes an encoder.
   *
   * @param model the model's name and content hash, as in {@code resnet50-fp32@1a2b3c4d5e6f}
   * @param maxBytes the largest record that the results topic takes, at least 16,384
   * @param clock gives {@code ce_time}
   */
  public AnswerEncoder(String model, int maxBytes, Clock clock) {
    if (maxBytes < 16_384) {
      throw new IllegalArgumentException("maxBytes must be at least 16384: " + maxBytes);
    }
    this.model = model;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** What becomes of a request in the end: the answer to send, and the outcome that it tells. */
  public record Encoded(AnswerRecord answer, Outcome outcome) {}

  /** Encodes the answer to a request. */
  public Encoded encode(RequestRecord request, Correlation correlation, Outcome outcome) {
    byte[] key = request.key() == null ? correlation.id().getBytes(UTF_8) : request.key();
    AnswerRecord answer = answer(key, request, correlation, outcome);
    int size = size(answer);
    if (size <= maxBytes) {
      return new Encoded(answer, outcome);
    }
    Outcome tooLarge =
        Outcome.Failed.because(
            ErrorCode.ANSWER_TOO_LARGE,
            "answer of "
                + size
                + " bytes exceeds the limit of "
                + maxBytes
                + ": shorten the record's key and attributes, or ask for fewer labels");
    Correlation repeatable = repeatable(request, correlation);
    byte[] repeatableKey = key.length <= maxBytes / 2 ? key : repeatable.id().getBytes(UTF_8);
    return new Encoded(answer(repeatableKey, request, repeatable, tooLarge), tooLarge);
  }

  private AnswerRecord answer(
      byte[] key, RequestRecord request, Correlation correlation, Outcome outcome) {
    List<RecordHeader> headers = new ArrayList<>();
    headers.add(RecordHeader.of(EventNames.SPEC_VERSION, "1.0"));
    headers.add(RecordHeader.of(EventNames.ID, correlation.id()));
    headers.add(RecordHeader.of(EventNames.SOURCE, correlation.source()));
    headers.add(
        RecordHeader.of(
            EventNames.TYPE,
            outcome.fold(completed -> EventNames.COMPLETED, failed -> EventNames.FAILED)));
    headers.add(
        RecordHeader.of(
            EventNames.TIME, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
    headers.add(RecordHeader.of(EventNames.CONTENT_TYPE, "application/json"));
    headers.add(RecordHeader.of(EventNames.MODEL, model));
    headers.add(RecordHeader.of(EventNames.REQUEST_OFFSET, request.position()));
    String subject = correlation.subject();
    if (subject != null) {
      headers.add(RecordHeader.of(EventNames.SUBJECT, subject));
    }
    String traceparent = correlation.traceparent();
    if (traceparent != null) {
      headers.add(RecordHeader.of(EventNames.TRACE_PARENT, traceparent));
    }
    return new AnswerRecord(key, headers, body(outcome));
  }

  private byte[] body(Outcome outcome) {
    Object body = outcome.fold(Outcome.Completed::response, AnswerEncoder::errorBody);
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("records of text and numbers must serialize", e);
    }
  }

  private static Object errorBody(Outcome.Failed failed) {
    List<String> reasons =
        failed.reasons().stream().limit(100).map(AnswerEncoder::shorten).toList();
    return ErrorBody.of(new Outcome.Failed(failed.code(), reasons));
  }

  /** A reason may quote the request, which may be of any length. */
  private static String shorten(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
  }

  private static Correlation repeatable(RequestRecord request, Correlation correlation) {
    Correlation bare = Correlation.bare(request);
    return new Correlation(
        fits(correlation.id()) ? correlation.id() : bare.id(),
        fits(correlation.source()) ? correlation.source() : bare.source(),
        fits(correlation.subject()) ? correlation.subject() : null,
        fits(correlation.traceparent()) ? correlation.traceparent() : null);
  }

  private static boolean fits(@Nullable String attribute) {
    return attribute == null || attribute.getBytes(UTF_8).length <= MAX_REPEATED_ATTRIBUTE;
  }

  private static int size(AnswerRecord answer) {
    int size = RECORD_OVERHEAD + answer.key().length + answer.value().length;
    for (RecordHeader header : answer.headers()) {
      byte[] value = header.value();
      size +=
          HEADER_OVERHEAD
              + header.name().getBytes(UTF_8).length
              + (value == null ? 0 : value.length);
    }
    return size;
  }
}
