package io.labelstream.tools.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** A topic that somebody else has made, and what of it does not fit. */
final class ExistingTopic {

  private static final String ALTER = "--alter-topics changes that";

  private ExistingTopic() {}

  /**
   * Looks whether it takes the records and tasks of the settings.
   *
   * @param alter whether it is made to, without taking anything away
   * @return a line for each thing that does not fit and was left as it is
   */
  static List<String> fit(Admin admin, Topics.Wanted wanted, boolean alter)
      throws ExecutionException, InterruptedException {
    List<String> misfits = new ArrayList<>();
    int partitions = partitions(admin, wanted.topic());
    if (partitions < wanted.partitions() && alter) {
      admin
          .createPartitions(Map.of(wanted.topic(), NewPartitions.increaseTo(wanted.partitions())))
          .all()
          .get();
    } else if (partitions < wanted.partitions()) {
      misfits.add(
          "The topic %s has %d partitions for %d tasks, so that some have nothing to do: "
                  .formatted(wanted.topic(), partitions, wanted.partitions())
              + ALTER);
    }
    long bytes = limit(admin, wanted.topic());
    if (bytes < wanted.bytes() && alter) {
      setLimit(admin, wanted);
    } else if (bytes < wanted.bytes()) {
      misfits.add(
          "The topic %s takes records of %d bytes (max.message.bytes) and not of %d: "
                  .formatted(wanted.topic(), bytes, wanted.bytes())
              + ALTER);
    }
    return misfits;
  }

  private static void setLimit(Admin admin, Topics.Wanted wanted)
      throws ExecutionException, InterruptedException {
    ConfigEntry limit =
        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(wanted.bytes()));
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, wanted.topic()),
                List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static long limit(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
    return Long.parseLong(
        Objects.requireNonNull(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)).value());
  }

  static int partitions(Admin admin, String topic) throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> topics =
        admin.describeTopics(List.of(topic)).allTopicNames().get();
    return Objects.requireNonNull(topics.get(topic)).partitions().size();
  }
}
