package io.labelstream.job;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How many checkpoints may fail in a row before the job is restarted, and how long each may take.
 *
 * <p>With exactly-once, answers stay in one transaction until the first checkpoint that succeeds.
 * So that Kafka does not undo it, those that fail and that one all have to end within its timeout.
 *
 * @param failures 0: the first that fails restarts the job, as Flink does by default
 */
record CheckpointLimits(int failures, Duration timeout) {

  /** For so long the store of the checkpoints may be away, where nothing else limits it. */
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  private static final int LEAST_FAILURES = 3;

  /** With exactly-once a checkpoint is given no less, so that fewer may fail. */
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

  /** Of a transaction's timeout, for the commit that follows a checkpoint. */
  private static final int COMMIT_SHARE = 20;

  /**
   * Takes what the cluster's configuration says and chooses the rest.
   *
   * @throws InvalidSettingsException if a transaction would not outlast its checkpoints
   */
  static CheckpointLimits of(Settings settings, ReadableConfig cluster) {
    Duration interval = interval(settings, cluster);
    Optional<Integer> failures = cluster.getOptional(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER);
    Optional<Duration> timeout = cluster.getOptional(CheckpointingOptions.CHECKPOINTING_TIMEOUT);
    int wanted = (int) Math.max(LEAST_FAILURES, OUTAGE.dividedBy(interval) + 1);
    return switch (settings.get(JobSettings.DELIVERY_GUARANTEE)) {
      case AT_LEAST_ONCE ->
          new CheckpointLimits(failures.orElse(wanted), timeout.orElse(LONGEST_TIMEOUT));
      case EXACTLY_ONCE ->
          within(transactionTimeout(settings), interval, wanted, failures, timeout);
    };
  }

  private static CheckpointLimits within(
      Duration transaction,
      Duration interval,
      int wanted,
      Optional<Integer> givenFailures,
      Optional<Duration> givenTimeout) {
    Duration available = transaction.minus(transaction.dividedBy(COMMIT_SHARE));
    long fitting = available.dividedBy(interval.plus(givenTimeout.orElse(SHORTEST_TIMEOUT)));
    int failures = givenFailures.orElse((int) Math.max(0, Math.min(wanted, fitting - 1)));
    Duration share = available.dividedBy(failures + 1L).minus(interval);
    Duration timeout =
        givenTimeout.orElse(share.compareTo(LONGEST_TIMEOUT) < 0 ? share : LONGEST_TIMEOUT);
    if (timeout.compareTo(share) > 0 || timeout.toSeconds() < 1) {
      throw new InvalidSettingsException(
          List.of(
              "with exactly-once, a transaction of %d s has to outlast %d checkpoints: those that may"
                      .formatted(transaction.toSeconds(), failures + 1L)
                  + " fail and one more, each with checkpoint-interval and its timeout. Lower"
                  + " Flink's execution.checkpointing.tolerable-failed-checkpoints or"
                  + " execution.checkpointing.timeout, or checkpoint-interval"));
    }
    return new CheckpointLimits(failures, timeout);
  }

  /** The time from the end of a checkpoint to the start of the next one, at most. */
  private static Duration interval(Settings settings, ReadableConfig cluster) {
    Duration interval = settings.get(JobSettings.CHECKPOINT_INTERVAL);
    Duration pause = cluster.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS);
    return pause.compareTo(interval) > 0 ? pause : interval;
  }

  private static Duration transactionTimeout(Settings settings) {
    return Duration.ofMillis(
        ClientSettings.producer(
                ClientProperties.withServers(ClientProperties.producer(settings), settings))
            .getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
  }

  void putInto(Configuration configuration) {
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, failures);
    configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, timeout);
  }
}
