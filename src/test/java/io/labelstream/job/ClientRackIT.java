package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.kafka.TestBroker;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.KafkaJobChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.replica.ClientMetadata;
import org.apache.kafka.common.replica.PartitionView;
import org.apache.kafka.common.replica.ReplicaSelector;
import org.apache.kafka.common.replica.ReplicaView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The zones that a broker is told of when it chooses who serves a reader. */
@ExtendWith(MiniClusterExtension.class)
class ClientRackIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Topic and zone of each reader. The broker makes its own selector. */
  private static final Set<String> READERS = ConcurrentHashMap.newKeySet();

  /** Remembers who asked, and leaves it to the leader. */
  public static final class Remembering implements ReplicaSelector {

    @Override
    public Optional<ReplicaView> select(
        TopicPartition partition, ClientMetadata reader, PartitionView replicas) {
      READERS.add(partition.topic() + " in " + reader.rackId());
      return Optional.of(replicas.leader());
    }
  }

  @Test
  void areThoseOfJobAndFacade(@TempDir Path folder) throws Exception {
    READERS.clear();
    try (EmbeddedBroker broker =
            TestBroker.start(
                folder,
                Ports.free(),
                Map.of("replica.selector.class", Remembering.class.getName()));
        BrokerJob job =
            new BrokerJob(
                broker.bootstrapServers(), broker.bootstrapServers(), "--client-rack=eu-1a");
        KafkaJobChannel facade = facade(broker)) {
      facade.start(answer -> {}, () -> {});
      await().atMost(TIMEOUT).until(() -> READERS.size() == 2);
      assertThat(READERS)
          .containsExactlyInAnyOrder(
              BrokerJob.REQUESTS + " in eu-1a", BrokerJob.RESULTS + " in eu-1b");
      assertThat(job.starts()).isEqualTo(1);
    }
  }

  private static KafkaJobChannel facade(EmbeddedBroker broker) {
    return KafkaJobChannel.open(
        Settings.read(
            Scope.FACADE,
            List.of(
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--requests-topic=" + BrokerJob.REQUESTS,
                "--results-topic=" + BrokerJob.RESULTS,
                "--client-rack=eu-1b"),
            Map.of()));
  }
}
