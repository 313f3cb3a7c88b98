package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.files.UnreliableLink;
import io.labelstream.rest.CapturedLog;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.TopicClient;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job whose broker goes, and comes back where it was or elsewhere. */
@ExtendWith(MiniClusterExtension.class)
class BrokerAwayIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Longer than the job's timeouts below, so that a call is given up. */
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  /**
   * Most come at once, when each client may say a few; without our settings thousands a second
   * would.
   */
  private static final int MOST_LINES = 120;

  private static final byte[] RED = TestRecords.picture(Color.RED);

  @TempDir private Path folder;
  private final Set<String> answered = new HashSet<>();

  @Test
  void isWaitedForWithoutMuchAdo() throws Exception {
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    String servers = broker.bootstrapServers();
    try (BrokerJob job =
        new BrokerJob(
            servers,
            servers,
            "--checkpoint-interval=4m",
            "--kafka.request.timeout.ms=5000",
            "--kafka.consumer.default.api.timeout.ms=10000")) {
      try (TopicClient client = new TopicClient(servers, BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
        answers(client, "before");
      }
      broker.close();
      try (CapturedLog log = new CapturedLog()) {
        long end = System.nanoTime() + OUTAGE.toNanos();
        await().atMost(TIMEOUT).until(() -> System.nanoTime() > end);
        long lines =
            log.events().stream()
                .filter(event -> event.getLoggerName().startsWith("org.apache.kafka.clients"))
                .count();
        System.out.println(lines + " lines of Kafka's clients within " + OUTAGE.toSeconds() + " s");
        assertThat(lines).isLessThan(MOST_LINES);
        assertThat(log.messages(PatientSubscriber.class)).hasSize(1);
      }
      assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
      broker = EmbeddedBroker.start(folder, port);
      try (TopicClient client = new TopicClient(servers, BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
        answers(client, "after");
      }
      assertThat(job.starts()).isEqualTo(1);
    } finally {
      broker.close();
    }
  }

  @Test
  void isFoundWhereItHasMoved() throws Exception {
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    try (UnreliableLink bootstrap = new UnreliableLink(port)) {
      String servers = Ports.LOOPBACK + ":" + bootstrap.port();
      try (BrokerJob job =
          new BrokerJob(
              broker.bootstrapServers(),
              servers,
              "--kafka.request.timeout.ms=2000",
              "--kafka.consumer.default.api.timeout.ms=3000",
              "--kafka.reconnect.backoff.max.ms=1000")) {
        try (TopicClient client = new TopicClient(servers, BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
          answers(client, "before");
        }
        broker.close();
        int elsewhere = Ports.free();
        bootstrap.moveTo(elsewhere);
        broker = EmbeddedBroker.start(folder, elsewhere);
        try (TopicClient client = new TopicClient(servers, BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
          answers(client, "after");
        }
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
      }
    } finally {
      broker.close();
    }
  }

  private void answers(TopicClient client, String id) throws Exception {
    client.request(id, RED).get();
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              client.poll().forEach(answer -> answered.add(TopicClient.header(answer, "ce_id")));
              return answered.contains(id);
            });
  }
}
