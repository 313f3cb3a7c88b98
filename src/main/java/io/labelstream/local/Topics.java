package io.labelstream.local;

import io.labelstream.config.JobSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the two topics where they are missing, and lets them take what the job sends. */
public final class Topics {

  /** Spreads evenly over 1, 2, 3, 4, 6 or 12 tasks. */
  private static final int PARTITIONS = 12;

  private static final short REPLICATION = 1;

  private static final int ATTEMPTS = 50;
  private static final long PAUSE_MILLIS = 100;

  private Topics() {}

  /**
   * Makes both topics, with a partition for each task at the least, and returns when they can be
   * written to.
   */
  public static void prepare(String bootstrapServers, JobSettings settings, int tasks)
      throws ExecutionException, InterruptedException {
    int partitions = Math.max(PARTITIONS, tasks);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      prepare(admin, settings.requestsTopic(), partitions, BrokerFolder.MAX_REQUEST_BYTES);
      prepare(admin, settings.resultsTopic(), partitions, settings.maxAnswerBytes());
      awaitLeaders(admin, settings.requestsTopic(), partitions);
      awaitLeaders(admin, settings.resultsTopic(), partitions);
    }
  }

  /**
   * Returns when a broker leads each partition, for only that one tells its offset. A broker lists
   * a topic before it leads it; of a burst sent in between it may refuse the first batch and take
   * the second, after which the first is refused for good (KAFKA-15591).
   */
  private static void awaitLeaders(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    onceKnown(() -> admin.listOffsets(latest).all().get());
  }

  private interface Action {
    void run() throws ExecutionException, InterruptedException;
  }

  /** The controller knows a topic before the broker does. */
  private static void onceKnown(Action action) throws ExecutionException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        action.run();
        return;
      } catch (ExecutionException e) {
        boolean young = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!young || attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static void prepare(Admin admin, String topic, int partitions, int maxMessageBytes)
      throws ExecutionException, InterruptedException {
    String limit = Integer.toString(maxMessageBytes);
    try {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, partitions, REPLICATION)
                      .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, limit))))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      // The setting behind it may have changed since.
      onceKnown(
          () -> {
            setLimit(admin, topic, limit);
            growToFit(admin, topic, partitions);
          });
    }
  }

  private static void setLimit(Admin admin, String topic, String maxMessageBytes)
      throws ExecutionException, InterruptedException {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxMessageBytes),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** A folder that moves to a machine with more cores still gives each task a partition. */
  private static void growToFit(Admin admin, String topic, int partitions)
      throws ExecutionException, InterruptedException {
    int existing =
        admin
            .describeTopics(List.of(topic))
            .topicNameValues()
            .values()
            .iterator()
            .next()
            .get()
            .partitions()
            .size();
    if (existing < partitions) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }
  }
}
