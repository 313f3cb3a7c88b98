package io.labelstream.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.RecordHeader;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaJobChannelTest {

  private static final Node[] NOBODY = {};
  private static final List<RecordHeader> HEADERS =
      List.of(new RecordHeader("ce_id", "1".getBytes(UTF_8)));

  private final FakeConsumer consumer = new FakeConsumer("requests", "results");
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          new Cluster(
              "test",
              List.of(Node.noNode()),
              List.of(new PartitionInfo("requests", 0, Node.noNode(), NOBODY, NOBODY)),
              Set.of(),
              Set.of()),
          false,
          null,
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final RequestPartitions partitions = new RequestPartitions("requests", Clock.systemUTC());
  private final Admission admission = new Admission(System::nanoTime);
  private final KafkaJobChannel channel =
      new KafkaJobChannel(
          "requests",
          new RequestProducer(() -> producer, admission),
          partitions,
          new AnswerReader(
              () -> consumer, Duration.ofMillis(500), "requests", "results", partitions, admission),
          admission);

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void sendsARecordAndTellsWhenTheTopicHasIt() {
    start();
    CompletableFuture<?> sent = send();
    await().until(() -> producer.history().size() == 1);
    ProducerRecord<byte[], byte[]> record = producer.history().get(0);
    assertThat(record.topic()).isEqualTo("requests");
    assertThat(record.partition()).isZero();
    assertThat(record.key()).isEqualTo("key".getBytes(UTF_8));
    assertThat(record.value()).containsExactly(7);
    assertThat(record.headers().lastHeader("ce_id").value()).isEqualTo("1".getBytes(UTF_8));
    assertThat(sent).isNotDone();
    producer.completeNext();
    assertThat(sent).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void tellsThatTheTopicRefusesARecord() {
    start();
    CompletableFuture<?> sent = send();
    await().until(() -> producer.history().size() == 1);
    producer.errorNext(new RecordTooLargeException("too large"));
    assertFails(sent, RecordTooLargeException.class);
  }

  @Test
  void tellsThatNoBrokerKnowsTheTopicInTime() {
    producer.partitionsForException = new TimeoutException("not present in metadata");
    start();
    assertFails(send(), TimeoutException.class);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void sendsNothingAsLongAsNoAnswerWouldBeSeen() {
    assertFails(send(), DisconnectException.class);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void closesItsClientsAndSendsNothingMore() {
    start();
    channel.close();
    assertThat(producer.closed()).isTrue();
    assertThat(consumer.closed()).isTrue();
    assertFails(send(), RejectedExecutionException.class);
  }

  private void start() {
    channel.start(answer -> {}, () -> {});
    await().until(channel::isAvailable);
  }

  private CompletableFuture<?> send() {
    return channel.send("key", HEADERS, new byte[] {7}).toCompletableFuture();
  }

  private static void assertFails(
      CompletableFuture<?> sent, Class<? extends RuntimeException> with) {
    assertThat(sent)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(with);
  }
}
