package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes outcomes as records of the results topic.
 *
 * <p>An answer never exceeds what its topic takes, because a record that is refused would fail the
 * job, and again after each restart: one that would is replaced by a failed answer that says so and
 * repeats of the request only what fits.
 */
public final class AnswerEncoder {

  /** Kafka frames a record, and each of its headers, with fewer bytes than these. */
  private static final int RECORD_OVERHEAD = 128;

  private static final int HEADER_OVERHEAD = 10;

  private static final int MAX_REPEATED_ATTRIBUTE = 1024;
  private static final int MAX_REASON = 500;

  /** An answer that would be too large echoes no more bytes than these. */
  private static final int MAX_ECHOED = 2048;

  private final ObjectMapper json = JsonMapper.builder().build();
  private final AnswerHeaders headers;
  private final EchoHeaders echoHeaders;

  /**
   * @param echoHeaders what is repeated of a request's own headers
   * @param clock gives {@code ce_time}
   */
  public AnswerEncoder(EchoHeaders echoHeaders, Clock clock) {
    this.headers = new AnswerHeaders(clock);
    this.echoHeaders = echoHeaders;
  }

  /** The answer to send, and the outcome that it tells, which may be another than was given. */
  public record Encoded(AnswerRecord answer, Outcome outcome) {}

  /**
   * Makes the answer to a request.
   *
   * @param model the one that gives it, or would have
   */
  public Encoded encode(
      RequestRecord request,
      Correlation correlation,
      Outcome outcome,
      AnsweringModel model,
      Destination destination) {
    byte[] key = request.key() == null ? correlation.id().getBytes(UTF_8) : request.key();
    List<RecordHeader> echoed = echoHeaders.of(request).toList();
    AnswerRecord answer =
        new AnswerRecord(
            destination.topic(),
            key,
            headers.of(request, correlation, outcome, model, echoed),
            body(outcome));
    int size = size(answer);
    if (size <= destination.maxBytes()) {
      return new Encoded(answer, outcome);
    }
    Outcome tooLarge =
        Outcome.Failed.because(
            ErrorCode.ANSWER_TOO_LARGE,
            "answer of "
                + size
                + " bytes exceeds the limit of "
                + destination.maxBytes()
                + ": shorten the record's key and attributes, or ask for fewer labels");
    Correlation repeatable = repeatable(request, correlation);
    byte[] repeatableKey =
        key.length <= destination.maxBytes() / 2 ? key : repeatable.id().getBytes(UTF_8);
    return new Encoded(
        new AnswerRecord(
            destination.topic(),
            repeatableKey,
            headers.of(request, repeatable, tooLarge, model, repeatable(echoed)),
            body(tooLarge)),
        tooLarge);
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
    Correlation bare = Correlation.bare(request, correlation.trace());
    return new Correlation(
        fits(correlation.id()) ? correlation.id() : bare.id(),
        fits(correlation.source()) ? correlation.source() : bare.source(),
        correlation.subject().filter(AnswerEncoder::fits),
        correlation.trace(),
        correlation.time());
  }

  private static List<RecordHeader> repeatable(List<RecordHeader> echoed) {
    List<RecordHeader> repeatable = new ArrayList<>();
    int size = 0;
    for (RecordHeader header : echoed) {
      size += size(header);
      if (size <= MAX_ECHOED) {
        repeatable.add(header);
      }
    }
    return repeatable;
  }

  private static boolean fits(String attribute) {
    return attribute.getBytes(UTF_8).length <= MAX_REPEATED_ATTRIBUTE;
  }

  private static int size(AnswerRecord answer) {
    int size = RECORD_OVERHEAD + answer.key().length + answer.value().length;
    for (RecordHeader header : answer.headers()) {
      size += size(header);
    }
    return size;
  }

  private static int size(RecordHeader header) {
    byte[] value = header.value();
    return HEADER_OVERHEAD
        + header.name().getBytes(UTF_8).length
        + (value == null ? 0 : value.length);
  }
}
