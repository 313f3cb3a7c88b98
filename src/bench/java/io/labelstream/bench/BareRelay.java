package io.labelstream.bench;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.topic.AnswerFollower;
import io.labelstream.topic.ClientProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What stands between two topics in the job's place and does nothing: a loop that answers each
 * record as soon as it is there. No job could be faster through the same broker.
 */
final class BareRelay implements AutoCloseable {

  private static final String REQUESTS = "relay-requests";
  private static final String RESULTS = "relay-results";

  /** As large as an answer with its headers. */
  private static final byte[] ANSWER = new byte[1024];

  private static final Duration POLL = Duration.ofMillis(500);
  private static final long START_SECONDS = 60;

  private final String bootstrapServers;
  private final CountDownLatch following = new CountDownLatch(1);
  private final Thread thread = new Thread(this::relay, "bare-relay");
  private volatile boolean closed;

  private BareRelay(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Makes the two topics, of a partition each, and starts the loop. */
  static BareRelay start(String bootstrapServers) throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin
          .createTopics(
              List.of(new NewTopic(REQUESTS, 1, (short) 1), new NewTopic(RESULTS, 1, (short) 1)))
          .all()
          .get();
    }
    BareRelay relay = new BareRelay(bootstrapServers);
    relay.thread.setDaemon(true);
    relay.thread.start();
    if (!relay.following.await(START_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the relay does not follow its topic");
    }
    return relay;
  }

  /** Makes a client of the two topics. */
  TopicClient client() {
    return new TopicClient(bootstrapServers, REQUESTS, RESULTS, false);
  }

  private void relay() {
    Properties reading = ClientProfile.FEED.consumer(bootstrapServers, Map.of());
    try (AnswerFollower follower = TopicClient.follow(reading, REQUESTS);
        Producer<byte[], byte[]> producer =
            ClientSettings.openProducer(ClientProfile.FEED.producer(bootstrapServers, Map.of()))) {
      following.countDown();
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : follower.poll(POLL)) {
          // Whoever waits for an answer that could not be sent says so.
          var unused = producer.send(new ProducerRecord<>(RESULTS, 0, record.key(), ANSWER));
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
