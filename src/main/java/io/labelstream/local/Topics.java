package io.labelstream.local;

import io.labelstream.config.JobSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the two topics where they are missing, and lets them take what the job sends. */
public final class Topics {

  /** Spreads evenly over 1, 2, 3, 4, 6 or 12 tasks. */
  private static final int PARTITIONS = 12;

  private static final short REPLICATION = 1;

  private Topics() {}

  /** Makes both topics, with a partition for each task at the least. */
  public static void prepare(String bootstrapServers, JobSettings settings, int tasks)
      throws ExecutionException, InterruptedException {
    int partitions = Math.max(PARTITIONS, tasks);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      prepare(admin, settings.requestsTopic(), partitions, EmbeddedBroker.MAX_REQUEST_BYTES);
      prepare(admin, settings.resultsTopic(), partitions, settings.maxAnswerBytes());
      growToFit(admin, settings.requestsTopic(), partitions);
    }
  }

  private static void prepare(Admin admin, String topic, int partitions, int maxMessageBytes)
      throws ExecutionException, InterruptedException {
    try {
      admin.createTopics(List.of(new NewTopic(topic, partitions, REPLICATION))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    // At each start, since the setting behind it may have changed.
    ConfigEntry limit =
        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
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
