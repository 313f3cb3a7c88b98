package io.labelstream.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The official SDK at both ends: what it writes is a request, and what we answer is an event. */
class CloudEventsSdkTest {

  private static final OffsetDateTime TIME = OffsetDateTime.parse("2026-01-02T03:04:05Z");
  private static final byte[] IMAGE = {1, 2, 3};
  private static final CloudEvent EVENT =
      CloudEventBuilder.v1()
          .withId("a-1")
          .withSource(URI.create("/cameras/7"))
          .withType(EventNames.REQUESTED)
          .withSubject("cat.jpg")
          .withTime(TIME)
          .withExtension("topk", 3)
          .withExtension("minscore", "0.25")
          .withExtension("tenant", "blue")
          .withData("image/jpeg", IMAGE)
          .build();

  @Test
  void anEventInBinaryModeIsARequest() {
    checkIsTheRequest(KafkaMessageFactory.createWriter("requests").writeBinary(EVENT));
  }

  @Test
  void anEventInStructuredModeIsARequest() {
    EventFormat json = new JsonFormat();
    checkIsTheRequest(KafkaMessageFactory.createWriter("requests").writeStructured(EVENT, json));
  }

  @Test
  void anAnswerIsAnEvent() {
    RequestRecord request = new RequestRecord("requests", 3, 42, 0, null, List.of(), IMAGE);
    AnswerRecord answer =
        new AnswerEncoder(
                new EchoHeaders(List.of()),
                Clock.fixed(Instant.parse("2026-01-02T03:04:06Z"), ZoneOffset.UTC))
            .encode(
                request,
                new Correlation(
                    "a-1",
                    "/cameras/7",
                    Optional.of("cat.jpg"),
                    Optional.empty(),
                    Optional.of(TIME.toString())),
                Outcome.Failed.because(ErrorCode.MISSING_IMAGE, "image is missing"),
                AnsweringModel.primary("m@1"),
                new Destination("results", 20_000))
            .answer();
    RecordHeaders headers = new RecordHeaders();
    answer.headers().forEach(header -> headers.add(header.name(), header.value()));
    CloudEvent event = KafkaMessageFactory.createReader(headers, answer.value()).toEvent();
    assertThat(event.getId()).isEqualTo("a-1");
    assertThat(event.getSource()).isEqualTo(URI.create("/cameras/7"));
    assertThat(event.getSubject()).isEqualTo("cat.jpg");
    assertThat(event.getType()).isEqualTo(EventNames.FAILED);
    assertThat(event.getTime()).isEqualTo(TIME.plusSeconds(1));
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getExtension("errorcode")).isEqualTo("MISSING_IMAGE");
    assertThat(event.getExtension("requestoffset")).isEqualTo("requests/3/42");
    assertThat(event.getExtension("requesttime")).isEqualTo("2026-01-02T03:04:05Z");
  }

  private static void checkIsTheRequest(ProducerRecord<?, byte[]> record) {
    List<RecordHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new RecordHeader(header.key(), header.value()));
    }
    DecodedRequest decoded =
        new RequestDecoder(GoldenFiles.CLOCK)
            .decode(new RequestRecord("requests", 3, 42, 0, null, headers, record.value()));
    assertThat(decoded.correlation())
        .isEqualTo(
            new Correlation(
                "a-1",
                "/cameras/7",
                Optional.of("cat.jpg"),
                Optional.empty(),
                Optional.of("2026-01-02T03:04:05Z")));
    assertThat(decoded)
        .isInstanceOfSatisfying(
            DecodedRequest.Accepted.class,
            accepted -> {
              assertThat(accepted.request().options()).isEqualTo(new LabelOptions(3, 0.25, 0));
              assertThat(((ImageSource.Inline) accepted.request().image()).bytes())
                  .isEqualTo(IMAGE);
            });
  }
}
