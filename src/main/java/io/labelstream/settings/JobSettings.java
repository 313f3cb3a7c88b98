package io.labelstream.settings;

import static io.labelstream.settings.Type.choice;
import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.number;
import static io.labelstream.settings.Type.optional;
import static io.labelstream.settings.Type.text;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How the job runs in Flink, and how it reads and writes. */
public final class JobSettings {

  public enum Optimization {
    LATENCY,
    THROUGHPUT
  }

  public enum Spread {
    PARTITIONS,
    TASKS
  }

  public enum DeliveryGuarantee {
    AT_LEAST_ONCE,
    EXACTLY_ONCE
  }

  public static final Setting<String> JOB_NAME =
      new Setting<>("job-name=labelstream", text(), "name of the job in Flink");
  public static final Setting<String> GROUP_ID =
      new Setting<>(
          "group-id=labelstream", text(), "consumer group under which the job commits its offsets");
  public static final Setting<Optional<Integer>> PARALLELISM =
      new Setting<>(
          "parallelism=0",
          number(0).map(tasks -> Optional.of(tasks).filter(number -> number > 0)),
          "number of tasks, one processor core each; 0: the cluster's default");
  public static final Setting<Optimization> OPTIMIZE_FOR =
      new Setting<>(
          "optimize-for=latency",
          choice(Optimization.class),
          "latency: a task fetches a handful of photographs and sends each answer at once;"
              + " throughput: it fetches and sends more at a time, and classifies up to four that"
              + " wait together");
  public static final Setting<Spread> SPREAD =
      new Setting<>(
          "spread=partitions",
          choice(Spread.class),
          "partitions: a task classifies what it reads, each partition in order; tasks: records of"
              + " any partition go to whichever task is free, out of order");
  public static final Setting<DeliveryGuarantee> DELIVERY_GUARANTEE =
      new Setting<>(
          "delivery-guarantee=at-least-once",
          choice(DeliveryGuarantee.class),
          "at-least-once, or exactly-once, which holds answers back until the next checkpoint");
  public static final Setting<Optional<String>> TRANSACTIONAL_ID_PREFIX =
      new Setting<>(
          "transactional-id-prefix=",
          optional(text()),
          "prefix of transaction ids for exactly-once, unique per job; empty: the job's name");
  public static final Setting<Duration> CHECKPOINT_INTERVAL =
      new Setting<>(
          "checkpoint-interval=5s",
          duration(),
          "time between checkpoints, such as 500ms, 10s or 1m; with exactly-once at most 4m");
  public static final Setting<Optional<String>> CHECKPOINT_DIRECTORY =
      new Setting<>(
          "checkpoint-directory=",
          optional(text()),
          "URI of the folder for checkpoints; empty: the cluster's default");

  /** With a checkpoint that takes its whole time, too, a transaction of 10 minutes is not over. */
  private static final Duration MAX_EXACTLY_ONCE_INTERVAL = Duration.ofMinutes(4);

  private JobSettings() {}

  public static String transactionalIdPrefix(Settings settings) {
    return settings.get(TRANSACTIONAL_ID_PREFIX).orElseGet(() -> settings.get(JOB_NAME));
  }

  /** Finds what is wrong with values together. */
  static void check(Settings settings, Consumer<String> violations) {
    String requests = settings.get(TopicSettings.REQUESTS_TOPIC);
    if (requests.equals(settings.get(TopicSettings.RESULTS_TOPIC))) {
      violations.accept("requests-topic and results-topic must differ");
    }
    if (settings.get(DELIVERY_GUARANTEE) == DeliveryGuarantee.EXACTLY_ONCE
        && settings.get(CHECKPOINT_INTERVAL).compareTo(MAX_EXACTLY_ONCE_INTERVAL) > 0) {
      violations.accept(
          "checkpoint-interval must be at most 4m with exactly-once, whose transactions end after"
              + " 10 minutes");
    }
  }
}
