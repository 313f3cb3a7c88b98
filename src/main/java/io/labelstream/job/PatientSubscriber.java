package io.labelstream.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetIdentifierProvider;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of a topic, where a broker that is away is waited for. The connector's own
 * subscriber fails the job each time that it cannot look for new partitions, over and over.
 *
 * <p>Once the brokers answer at the bootstrap address, and no longer where the job's clients look
 * for them, the job has to be failed, since that is what makes all of its clients anew.
 */
final class PatientSubscriber implements KafkaSubscriber, KafkaDatasetIdentifierProvider {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(PatientSubscriber.class);

  private static final long REMINDER_NANOS = Duration.ofMinutes(10).toNanos();

  /**
   * A client finds a broker that is back within less than the time that passes between two: that of
   * one call.
   */
  private static final int MOVED_AFTER = 2;

  private final List<String> topics;
  private final KafkaSubscriber partitions;
  private final Bootstrap bootstrap;

  /** What was there when a broker answered last. The threads that ask follow each other. */
  private transient volatile @Nullable Set<TopicPartition> known;

  private transient volatile boolean away;
  private transient volatile long lastToldNanos;
  private transient volatile int foundElsewhere;

  /** The address that the brokers are named by. */
  @FunctionalInterface
  interface Bootstrap extends Serializable {

    /** Whether a client that is made now reaches a broker. */
    boolean answers();
  }

  PatientSubscriber(String topic, Bootstrap bootstrap) {
    this(topic, KafkaSubscriber.getTopicListSubscriber(List.of(topic)), bootstrap);
  }

  PatientSubscriber(String topic, KafkaSubscriber partitions, Bootstrap bootstrap) {
    this.topics = List.of(topic);
    this.partitions = partitions;
    this.bootstrap = bootstrap;
  }

  /**
   * Asks for the partitions. While no broker answers these are the ones of before; where none are
   * known yet, this waits.
   *
   * @throws RuntimeException if a broker refuses, or all of them have moved
   */
  @Override
  public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient client) {
    while (true) {
      try {
        Set<TopicPartition> found = partitions.getSubscribedTopicPartitions(client);
        answered();
        known = found;
        return found;
      } catch (RuntimeException e) {
        if (ExceptionUtils.findThrowable(e, TimeoutException.class).isEmpty()) {
          throw e;
        }
        tell(e);
        checkMoved(e);
      }
      Set<TopicPartition> before = known;
      if (before != null) {
        return before;
      }
    }
  }

  private void answered() {
    if (away) {
      LOG.info("Kafka answers again");
    }
    away = false;
    foundElsewhere = 0;
  }

  /** An outage is a line now and then, however often somebody asks. */
  private void tell(RuntimeException failure) {
    long now = System.nanoTime();
    if (!away || now - lastToldNanos > REMINDER_NANOS) {
      LOG.warn(
          "Kafka does not answer, which is waited for: {}",
          ExceptionUtils.stripException(failure, RuntimeException.class).toString());
      lastToldNanos = now;
    }
    away = true;
  }

  private void checkMoved(RuntimeException failure) {
    foundElsewhere = bootstrap.answers() ? foundElsewhere + 1 : 0;
    if (foundElsewhere == MOVED_AFTER) {
      foundElsewhere = 0;
      throw new IllegalStateException(
          "Kafka answers at its bootstrap address, and no longer where it was: the job starts anew"
              + " to find it",
          failure);
    }
  }

  @Override
  public Optional<DefaultKafkaDatasetIdentifier> getDatasetIdentifier() {
    return Optional.of(DefaultKafkaDatasetIdentifier.ofTopics(topics));
  }
}
