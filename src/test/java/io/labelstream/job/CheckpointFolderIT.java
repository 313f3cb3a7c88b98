package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.TopicClient;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job whose folder of checkpoints is away for a while. */
class CheckpointFolderIT {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int FAILURES = 6;
  private static final byte[] RED = TestRecords.picture(Color.RED);

  @TempDir private Path folder;
  private final List<String> answered = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void costsNoRestartAndNoAnswer(String guarantee, @InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), Ports.free());
        BrokerJob job =
            new BrokerJob(
                broker.bootstrapServers(),
                broker.bootstrapServers(),
                "--delivery-guarantee=" + guarantee,
                "--checkpoint-directory=" + checkpoints.toUri());
        TopicClient client =
            new TopicClient(broker.bootstrapServers(), BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
      send(client, "before");
      await().atMost(TIMEOUT).until(() -> read(client).contains("before"));

      Path away = Files.move(checkpoints, folder.resolve("away"));
      // Flink would make a folder that is missing.
      Files.createFile(checkpoints);
      for (int failed = 1; failed <= FAILURES; failed++) {
        send(client, "meanwhile-" + failed);
        int most = failed;
        await()
            .atMost(TIMEOUT)
            .until(() -> job.checkpoints(cluster).getNumberOfFailedCheckpoints() >= most);
      }
      Files.delete(checkpoints);
      Files.move(away, checkpoints);

      long completed = job.checkpoints(cluster).getNumberOfCompletedCheckpoints();
      send(client, "after");
      await().atMost(TIMEOUT).until(() -> read(client).contains("after"));
      await()
          .atMost(TIMEOUT)
          .until(() -> job.checkpoints(cluster).getNumberOfCompletedCheckpoints() > completed);
      await().atMost(TIMEOUT).until(() -> read(client).size() == FAILURES + 2);
      assertThat(answered).doesNotHaveDuplicates();
      assertThat(job.starts()).isEqualTo(1);
      assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    }
  }

  private List<String> read(TopicClient client) {
    client.poll().forEach(answer -> answered.add(TopicClient.header(answer, "ce_id")));
    return answered;
  }

  private static void send(TopicClient client, String id) throws Exception {
    client
        .send(
            id.getBytes(UTF_8),
            RED,
            "ce_specversion",
            "1.0",
            "ce_id",
            id,
            "ce_source",
            "/test",
            "ce_type",
            "io.labelstream.classification.requested.v1")
        .get();
  }
}
