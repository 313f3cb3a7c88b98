package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

  private static final String TABBY =
      "{\"main_label\":\"Tabby\",\"main_score\":0.5,\"secondary_labels\":[]}";

  private final Queue<FakeConsumer> consumers = new ArrayDeque<>();
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final AtomicInteger disconnections = new AtomicInteger();
  private final RequestPartitions requestPartitions =
      new RequestPartitions("requests", Clock.systemUTC());
  private volatile KafkaException outage = new KafkaException("there is no broker");
  private final AtomicLong nanoTime = new AtomicLong();
  private final Admission admission = new Admission(nanoTime::get);
  private final AnswerReader reader =
      new AnswerReader(
          this::next, Duration.ofMillis(500), "requests", "results", requestPartitions, admission);

  private synchronized Consumer<byte[], byte[]> next() {
    return Optional.<Consumer<byte[], byte[]>>ofNullable(consumers.poll())
        .orElseThrow(() -> outage);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void readsFromNowOnAndPassesOverWhatIsNoAnswer() {
    FakeConsumer consumer = start(new FakeConsumer("requests", "results"));
    consumer.schedulePollTask(
        () -> {
          assertThat(consumer.position(new TopicPartition("results", 0))).isEqualTo(7);
          consumer.addAnswer("results", 7, "", "/test", "nonsense");
          answer(consumer, 8, "an-id");
        });
    await().until(() -> answers.size() == 1);
    assertThat(answers.get(0).id()).isEqualTo("an-id");
    assertThat(requestPartitions.next()).isZero();
    assertThat(reader.isConnected()).isTrue();
  }

  @Test
  void tellsWhereRequestsOfAnswersStand() {
    FakeConsumer consumer = start(new FakeConsumer("requests", "results"));
    await().until(reader::isConnected);
    requestPartitions.found(2);
    consumer.schedulePollTask(
        () -> answer(consumer, 7, "a-feed's", "ce_requestoffset", "requests/1/0"));
    await().until(() -> answers.size() == 1);
    assertThat(List.of(requestPartitions.next(), requestPartitions.next())).contains(1);
  }

  @Test
  void tellsThatTheBrokerIsGoneAndConnectsAgain() {
    FakeConsumer consumer = start(new FakeConsumer("requests", "results"));
    await().until(reader::isConnected);
    FakeConsumer second = new FakeConsumer("requests", "results");
    add(second);
    consumer.setPollException(new KafkaException("gone"));
    await().until(() -> disconnections.get() == 1);
    assertThat(consumer.closed()).isTrue();
    await().until(reader::isConnected);
    assertThat(second.closed()).isFalse();
  }

  @Test
  void tellsARefusalFromABrokerThatIsAway() {
    FakeConsumer consumer = start(new FakeConsumer("requests", "results"));
    await().until(reader::isConnected);
    outage = new SaslAuthenticationException("another password");
    consumer.setPollException(new SslAuthenticationException("another authority"));
    await().until(() -> admission.refusals() >= 2);
    nanoTime.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(admission.lockedOut()).isEqualTo(Duration.ofMinutes(5));
    outage = new KafkaException("there is no broker");
    await().until(() -> admission.lockedOut().isZero());
    assertThat(reader.isConnected()).isFalse();
  }

  @Test
  void readsOnAfterAnAnswerThatCannotBeTakenIn() {
    FakeConsumer consumer = new FakeConsumer("requests", "results");
    add(consumer);
    reader.start(
        answer -> {
          if (answer.id().equals("poisoned")) {
            throw new IllegalStateException("poisoned");
          }
          answers.add(answer);
        },
        disconnections::incrementAndGet);
    consumer.schedulePollTask(
        () -> {
          answer(consumer, 7, "poisoned");
          answer(consumer, 8, "an-id");
        });
    await().until(() -> answers.size() == 1);
    assertThat(answers.get(0).id()).isEqualTo("an-id");
    assertThat(disconnections).hasValue(0);
    assertThat(consumer.closed()).isFalse();
  }

  @Test
  void isDisconnectedAsLongAsThereIsNoConnection() {
    FakeConsumer consumer = start(new FakeConsumer("requests", "results"));
    await().until(reader::isConnected);
    consumer.connections.set(0);
    await().until(() -> !reader.isConnected());
    consumer.connections.set(1);
    await().until(reader::isConnected);
    assertThat(disconnections).hasValue(1);
  }

  @Test
  void waitsForATopicThatIsNotThereYet() {
    FakeConsumer without = new FakeConsumer("requests");
    add(without);
    start(new FakeConsumer("requests", "results"));
    await().until(reader::isConnected);
    assertThat(without.closed()).isTrue();
    assertThat(disconnections).hasValue(0);
  }

  private synchronized void add(FakeConsumer consumer) {
    consumers.add(consumer);
  }

  private FakeConsumer start(FakeConsumer consumer) {
    add(consumer);
    reader.start(answers::add, disconnections::incrementAndGet);
    return consumer;
  }

  private static void answer(FakeConsumer consumer, long offset, String id, String... headers) {
    consumer.addAnswer("results", offset, id, "/test", TABBY, headers);
  }
}
