package io.labelstream.tools.sandbox;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Setting;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the job's topics where they are missing, so that they take its records: the two, and with a
 * registry of models those of the models.
 */
public final class Topics {

  /** Spreads evenly over 1, 2, 3, 4, 6 or 12 tasks. */
  private static final int PARTITIONS = 12;

  private static final short REPLICATION = 1;

  private static final int SMALL_RECORD_BYTES = 100_000;
  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Topics() {}

  /**
   * Makes the topics that are missing, with a partition for each task at the least, and returns
   * when all can be written to. Topics that exist stay as they are.
   *
   * @return a line for each thing about existing topics that does not fit the settings
   */
  public static List<String> prepare(String bootstrapServers, Settings settings, int tasks)
      throws IOException, ExecutionException, InterruptedException {
    return prepare(bootstrapServers, settings, tasks, false);
  }

  /** Makes existing topics fit as well if {@code alter} is true, without taking anything away. */
  public static List<String> prepare(
      String bootstrapServers, Settings settings, int tasks, boolean alter)
      throws IOException, ExecutionException, InterruptedException {
    List<String> misfits = new ArrayList<>();
    int needed =
        switch (settings.get(JobSettings.SPREAD)) {
          case PARTITIONS -> tasks;
          case TASKS -> 1;
        };
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      for (Wanted wanted : wanted(settings, needed)) {
        if (!isMade(admin, wanted, Math.max(PARTITIONS, tasks))) {
          // The topic may be so young that not every part of the broker knows it.
          onceKnown(wanted.topic(), () -> misfits.addAll(ExistingTopic.fit(admin, wanted, alter)));
        }
        onceKnown(wanted.topic(), () -> awaitLeaders(admin, wanted.topic()));
      }
    }
    return misfits;
  }

  private static List<Wanted> wanted(Settings settings, int requestPartitions) {
    int answerBytes = settings.get(RecordSettings.MAX_ANSWER_BYTES);
    List<Wanted> wanted = new ArrayList<>();
    wanted.add(
        new Wanted(
            settings.get(TopicSettings.REQUESTS_TOPIC),
            requestPartitions,
            BrokerFolder.MAX_REQUEST_BYTES,
            Retention.OF_REQUESTS.configuration()));
    wanted.add(
        new Wanted(
            settings.get(TopicSettings.RESULTS_TOPIC),
            1,
            answerBytes,
            Retention.OF_RESULTS.configuration()));
    if (settings.get(ModelSettings.MODELS).isPresent()) {
      wanted.add(
          new Wanted(
              settings.get(RolloutSettings.SHADOW_TOPIC),
              1,
              answerBytes,
              Retention.OF_RESULTS.configuration()));
      for (Setting<String> compacted :
          List.of(RolloutSettings.MODELS_TOPIC, RolloutSettings.MODELS_STATUS_TOPIC)) {
        wanted.add(new Wanted(settings.get(compacted), 1, SMALL_RECORD_BYTES, COMPACTED));
      }
    }
    return wanted;
  }

  /**
   * A topic that the job needs.
   *
   * @param partitions the least number
   * @param bytes the least that a record may have
   * @param configuration what it is made with beside that
   */
  record Wanted(String topic, int partitions, int bytes, Map<String, String> configuration) {

    /**
     * The order of records for a key is that of a partition, whatever producers make of the key.
     */
    private int partitionsToMake(int usual) {
      return configuration.equals(COMPACTED) ? 1 : usual;
    }
  }

  /**
   * Returns when a broker leads each partition, because only a leader tells offsets. A broker lists
   * a topic before it leads it; of records sent in between it may refuse the first batch and take
   * the second, after which it refuses the first for good (KAFKA-15591).
   */
  private static void awaitLeaders(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < ExistingTopic.partitions(admin, topic); partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    admin.listOffsets(latest).all().get();
  }

  private interface Action {
    void run() throws ExecutionException, InterruptedException;
  }

  /** The controller knows a topic before the broker does. */
  private static void onceKnown(String topic, Action action)
      throws IOException, ExecutionException, InterruptedException {
    Deadline.in(PATIENCE)
        .await(
            "the broker does not know the topic " + topic,
            () -> {
              try {
                action.run();
                return true;
              } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                  return false;
                }
                throw e;
              }
            });
  }

  /** Makes a topic; returns false if it existed before. */
  private static boolean isMade(Admin admin, Wanted wanted, int partitions)
      throws ExecutionException, InterruptedException {
    Map<String, String> made = new HashMap<>(wanted.configuration());
    made.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(wanted.bytes()));
    try {
      admin
          .createTopics(
              List.of(
                  new NewTopic(wanted.topic(), wanted.partitionsToMake(partitions), REPLICATION)
                      .configs(made)))
          .all()
          .get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }
}
