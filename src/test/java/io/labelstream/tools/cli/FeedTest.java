package io.labelstream.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.LabelOptions;
import io.labelstream.topic.AnswerFollower;
import io.labelstream.topic.FakeConsumer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {

  private static final String TABBY =
      "{\"main_label\":\"Tabby\",\"main_score\":0.5,\"secondary_labels\":[]}";
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final FakeConsumer consumer = new FakeConsumer("results");
  private final Feed feed =
      new Feed(
          producer, "requests", new AnswerFollower(consumer, Duration.ofMillis(500), "results"));
  private final List<Feed.Result> results = new ArrayList<>();
  private long offset = 7;

  @AfterEach
  void close() {
    feed.close();
    assertThat(producer.closed()).isTrue();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void takesOnlyAnswersToItself() {
    consumer.schedulePollTask(
        () -> {
          ProducerRecord<byte[], byte[]> request = producer.history().get(0);
          assertThat(request.topic()).isEqualTo("requests");
          answer("0", "/another");
          consumer.add("results", offset++, "nonsense");
          answer("0", header(request, "ce_source"));
        });
    run(LONG, 1, remote("a"));
    assertThat(results).hasSize(1);
    assertThat(results.get(0).answer().orElseThrow().source())
        .isEqualTo(header(producer.history().get(0), "ce_source"));
    assertThat(results.get(0).errors()).isEmpty();
  }

  @Test
  void sendsNoMoreThanMayWait() {
    for (int i = 1; i <= 3; i++) {
      int sent = i;
      consumer.schedulePollTask(
          () -> {
            assertThat(producer.history()).hasSize(sent);
            ProducerRecord<byte[], byte[]> request = producer.history().get(sent - 1);
            answer(header(request, "ce_id"), header(request, "ce_source"));
          });
    }
    run(LONG, 1, remote("a"), remote("b"), remote("c"));
    assertThat(results)
        .extracting(result -> result.photograph().name())
        .containsExactly("s3://b/a", "s3://b/b", "s3://b/c");
  }

  @Test
  void givesUpWhatIsNotAnsweredInTime() {
    run(Duration.ofMillis(50), 1, remote("a"), remote("b"));
    assertThat(producer.history()).hasSize(1);
    assertThat(results)
        .extracting(Feed.Result::errors)
        .containsExactly(
            List.of("no answer within 0 s: is the job running?"),
            List.of("no answer within 0 s: is the job running?"));
  }

  @Test
  void tellsWhatKafkaRejectsLater() {
    consumer.schedulePollTask(() -> producer.errorNext(new KafkaException("too large")));
    run(LONG, 1, remote("a"));
    assertThat(results)
        .extracting(Feed.Result::errors)
        .containsExactly(List.of("was not accepted by Kafka: too large"));
  }

  @Test
  void tellsWhatKafkaRejectsAtOnce() {
    producer.sendException = new KafkaException("no room");
    run(LONG, 1, remote("a"));
    assertThat(results)
        .extracting(Feed.Result::errors)
        .containsExactly(List.of("was not accepted by Kafka: no room"));
  }

  @Test
  void goesOnAfterAFileThatIsNotThere() {
    run(LONG, 1, new Photograph.File(Path.of("no-such-file.jpg")));
    assertThat(producer.history()).isEmpty();
    assertThat(results)
        .extracting(Feed.Result::errors)
        .containsExactly(List.of("there is no such file"));
  }

  private void run(Duration timeout, int inFlight, Photograph... photographs) {
    feed.run(
        List.of(photographs), LabelOptions.DEFAULT, new Feed.Pace(inFlight, timeout), results::add);
  }

  private static Photograph remote(String name) {
    return new Photograph.Remote(URI.create("s3://b/" + name));
  }

  private void answer(String id, String source) {
    consumer.addAnswer("results", offset++, id, source, TABBY);
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
