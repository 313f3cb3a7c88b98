package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.RecordHeader;
import io.labelstream.kafka.BrokerSecurity;
import io.labelstream.kafka.TestBroker;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.KafkaJobChannel;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A broker that comes back with a certificate of another authority, and wants another password. */
@ExtendWith(MiniClusterExtension.class)
class RotationIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final byte[] RED = TestRecords.picture(Color.RED);

  @TempDir private Path folder;
  private int open;
  private int secured;
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  @Test
  void isTakenUpByJobAndFacadeFromTheirFiles() throws Exception {
    open = Ports.free();
    secured = Ports.free();
    Path clients = Files.createDirectory(folder.resolve("clients"));
    BrokerSecurity before = BrokerSecurity.create(folder.resolve("before"), "old");
    BrokerSecurity after = BrokerSecurity.create(folder.resolve("after"), "new");
    before.putAuthority(clients);
    before.putPassword(clients);
    EmbeddedBroker broker = start(before);
    String servers = Ports.LOOPBACK + ":" + secured;
    List<String> flags = new ArrayList<>();
    BrokerSecurity.client(clients)
        .forEach((key, value) -> flags.add("--kafka." + key + "=" + value));
    try (BrokerJob job =
            new BrokerJob(broker.bootstrapServers(), servers, flags.toArray(String[]::new));
        KafkaJobChannel facade = facade(servers, flags)) {
      facade.start(answer -> answered.add(answer.id()), () -> {});
      answers(facade, "before");

      broker.close();
      broker = start(after);
      await().atMost(TIMEOUT).until(() -> !facade.lockedOut().isZero());
      after.putAuthority(clients);
      after.putPassword(clients);

      answers(facade, "after");
      assertThat(facade.lockedOut()).isZero();
      assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(job.starts()).as("by Flink's restarts").isGreaterThan(1);
    } finally {
      broker.close();
    }
  }

  private EmbeddedBroker start(BrokerSecurity security) throws Exception {
    return TestBroker.start(folder.resolve("broker"), open, security.broker(secured));
  }

  private static KafkaJobChannel facade(String servers, List<String> more) {
    List<String> flags = new ArrayList<>(more);
    flags.add("--bootstrap-servers=" + servers);
    flags.add("--requests-topic=" + BrokerJob.REQUESTS);
    flags.add("--results-topic=" + BrokerJob.RESULTS);
    return KafkaJobChannel.open(Settings.read(Scope.FACADE, flags, Map.of()));
  }

  /** From the facade's producer through the job to the facade's consumer. */
  private void answers(KafkaJobChannel facade, String id) {
    await().atMost(TIMEOUT).until(facade::isAvailable);
    facade
        .send(
            id,
            List.of(
                header("ce_specversion", "1.0"),
                header("ce_id", id),
                header("ce_source", "/test"),
                header("ce_type", "io.labelstream.classification.requested.v1")),
            RED)
        .toCompletableFuture()
        .join();
    await().atMost(TIMEOUT).until(() -> answered.contains(id));
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
