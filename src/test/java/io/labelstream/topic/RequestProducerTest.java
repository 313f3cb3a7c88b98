package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RequestProducerTest {

  private static final Cluster CLUSTER =
      new Cluster(
          "cluster",
          List.of(Node.noNode()),
          List.of(new PartitionInfo("requests", 0, Node.noNode(), new Node[0], new Node[0])),
          Set.of(),
          Set.of());

  private final Admission admission = new Admission(() -> 0);
  private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
  private boolean readable = true;
  private final RequestProducer producer = new RequestProducer(this::make, admission);

  @Test
  void keepsAProducerWhateverElseFails() {
    CompletableFuture<Object> sent = send();
    made.get(0).errorNext(new TimeoutException("a broker that is away"));
    assertThat(sent).isCompletedExceptionally();
    sent = send();
    made.get(0).completeNext();
    assertThat(sent).isCompleted();
    assertThat(made).hasSize(1);
  }

  @Test
  void makesAnotherOnceItIsRefused() {
    CompletableFuture<Object> sent = send();
    made.get(0).errorNext(new SaslAuthenticationException("another password"));
    assertThat(sent).isCompletedExceptionally();
    sent = send();
    made.get(1).completeNext();
    assertThat(sent).isCompleted();
    assertThat(made.get(0).closed()).isTrue();
    assertThat(producer.partitions("requests")).isEqualTo(1);
    assertThat(made).hasSize(2);
  }

  @Test
  void makesAnotherOnceTheOthersOfThisProcessWereRefused() {
    admission.refused();
    admission.granted();
    assertThat(producer.partitions("requests")).isEqualTo(1);
    assertThat(made).hasSize(2);
    producer.close();
    assertThat(made.get(1).closed()).isTrue();
  }

  @Test
  void triesAgainWhileItsFilesCannotBeRead() {
    admission.refused();
    readable = false;
    assertThatThrownBy(() -> producer.partitions("requests")).hasMessage("half a certificate");
    readable = true;
    assertThat(producer.partitions("requests")).isEqualTo(1);
  }

  private Producer<byte[], byte[]> make() {
    if (!readable) {
      throw new KafkaException("half a certificate");
    }
    MockProducer<byte[], byte[]> next =
        new MockProducer<>(
            CLUSTER, false, null, new ByteArraySerializer(), new ByteArraySerializer());
    made.add(next);
    return next;
  }

  private CompletableFuture<Object> send() {
    CompletableFuture<Object> sent = new CompletableFuture<>();
    producer.send(new ProducerRecord<>("requests", new byte[] {1}), sent);
    return sent;
  }
}
