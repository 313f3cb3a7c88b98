package io.labelstream.feed;

import io.labelstream.event.Answer;
import io.labelstream.event.ErrorBody;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.Passage;
import io.labelstream.event.RequestPosition;
import io.labelstream.event.ScoredLabel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers as the results topic has them. */
public final class TestAnswers {

  public static final String TOPIC = "image-classification.requests";
  public static final String SOURCE = "/camera/7";
  private static final Instant ANSWERED = Instant.parse("2026-11-25T02:59:59.5Z");

  private TestAnswers() {}

  /** An answer with labels, the second of which is a goldfish. */
  public static Answer labelled(long offset, String label, float score, long millis) {
    return new Answer(
        "id-" + offset,
        SOURCE,
        Optional.of("resnet50-fp32@1a2b3c4d5e6f"),
        false,
        Optional.of(
            new IdentifyResponse(label, score, List.of(new ScoredLabel("Goldfish", 0.01f)))),
        Optional.empty(),
        Optional.empty(),
        passage(offset, millis));
  }

  /** An answer to an image that nobody can read. */
  public static Answer failed(long offset, ErrorCode code) {
    return new Answer(
        "id-" + offset,
        SOURCE,
        Optional.of("resnet50-fp32@1a2b3c4d5e6f"),
        false,
        Optional.empty(),
        Optional.of(ErrorBody.validation(List.of("image is truncated"))),
        Optional.of(code),
        passage(offset, 5));
  }

  /** An answer to nobody's image. */
  public static Answer probe(long offset) {
    Answer answer = labelled(offset, "Tabby", 0.5f, 5);
    return new Answer(
        answer.id(),
        "/labelstream/facade/00000000-0000-0000-0000-000000000000/probe",
        answer.model(),
        answer.canary(),
        answer.response(),
        answer.error(),
        answer.errorCode(),
        answer.passage());
  }

  /** An answer to a request of another topic. */
  public static Answer elsewhere(long offset) {
    Answer answer = labelled(offset, "Tabby", 0.5f, 5);
    return new Answer(
        answer.id(),
        answer.source(),
        answer.model(),
        answer.canary(),
        answer.response(),
        answer.error(),
        answer.errorCode(),
        passage("other.requests", offset, 5));
  }

  private static Passage passage(long offset, long millis) {
    return passage(TOPIC, offset, millis);
  }

  private static Passage passage(String topic, long offset, long millis) {
    return new Passage(
        Optional.of("gate-2"),
        Optional.of(new RequestPosition(topic, 0, offset)),
        Optional.of(ANSWERED.minusMillis(millis)),
        Optional.of(ANSWERED),
        Optional.empty());
  }
}
