package io.labelstream.job;

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
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job whose folder of checkpoints is away for a while. */
@ExtendWith(MiniClusterExtension.class)
class CheckpointFolderIT {

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
      client.request("before", RED).get();
      await().atMost(TIMEOUT).until(() -> read(client).contains("before"));

      Path away = Files.move(checkpoints, folder.resolve("away"));
      // Flink would make a folder that is missing.
      Files.createFile(checkpoints);
      for (int failed = 1; failed <= FAILURES; failed++) {
        client.request("meanwhile-" + failed, RED).get();
        int most = failed;
        await()
            .atMost(TIMEOUT)
            .until(() -> job.checkpoints(cluster).getNumberOfFailedCheckpoints() >= most);
      }
      Files.delete(checkpoints);
      Files.move(away, checkpoints);

      long completed = job.checkpoints(cluster).getNumberOfCompletedCheckpoints();
      client.request("after", RED).get();
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
}
