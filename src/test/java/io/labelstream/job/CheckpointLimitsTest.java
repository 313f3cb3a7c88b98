package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointLimitsTest {

  private static final Duration TRANSACTION = Duration.ofMinutes(10);

  @ParameterizedTest
  @CsvSource({"5s, 13", "1s, 61", "200ms, 301", "1m, 3", "1h, 3"})
  void outlastAnOutageOfAMinute(String interval, int failures) {
    assertThat(limits(Map.of(), "--checkpoint-interval=" + interval))
        .isEqualTo(new CheckpointLimits(failures, Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @CsvSource({"5s, 13", "10s, 7", "1m, 3", "2m, 2", "4m, 1", "1s, 17", "200ms, 17"})
  void outlastNoTransaction(String interval, int failures) {
    String flag = "--checkpoint-interval=" + interval;
    CheckpointLimits limits = limits(Map.of(), "--delivery-guarantee=exactly-once", flag);
    assertThat(limits.failures()).isEqualTo(failures);
    assertThat(limits.timeout()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    Duration each = limits.timeout().plus(settings(flag).get(JobSettings.CHECKPOINT_INTERVAL));
    assertThat(each.multipliedBy(failures + 1L)).isLessThan(TRANSACTION);
  }

  @Test
  void areThoseOfTheClusterWhereItHasAny() {
    Map<String, String> cluster =
        Map.of(
            "execution.checkpointing.tolerable-failed-checkpoints",
            "1",
            "execution.checkpointing.timeout",
            "2 min");
    for (String guarantee : List.of("at-least-once", "exactly-once")) {
      assertThat(limits(cluster, "--delivery-guarantee=" + guarantee))
          .isEqualTo(new CheckpointLimits(1, Duration.ofMinutes(2)));
    }
  }

  @Test
  void fillUpWhatTheClusterLeavesOpen() {
    assertThat(
            limits(
                Map.of("execution.checkpointing.timeout", "3 min"),
                "--delivery-guarantee=exactly-once"))
        .isEqualTo(new CheckpointLimits(2, Duration.ofMinutes(3)));
    assertThat(
            limits(
                Map.of("execution.checkpointing.tolerable-failed-checkpoints", "4"),
                "--delivery-guarantee=exactly-once"))
        .isEqualTo(new CheckpointLimits(4, Duration.ofSeconds(109)));
    assertThat(
            limits(
                Map.of("execution.checkpointing.min-pause", "55 s"),
                "--delivery-guarantee=exactly-once"))
        .isEqualTo(new CheckpointLimits(3, Duration.ofMillis(87_500)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "execution.checkpointing.tolerable-failed-checkpoints=200",
        "execution.checkpointing.timeout=10 min",
        "execution.checkpointing.min-pause=10 min"
      })
  void areRefusedWhereATransactionWouldEndBefore(String option) {
    Map<String, String> cluster = Map.of(option.split("=", 2)[0], option.split("=", 2)[1]);
    assertThatThrownBy(() -> limits(cluster, "--delivery-guarantee=exactly-once"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("a transaction of 600 s has to outlast")
        .hasMessageContaining("execution.checkpointing.tolerable-failed-checkpoints");
    assertThat(limits(cluster).failures()).isPositive();
  }

  @Test
  void heedATransactionThatAnOperatorHasShortened() {
    assertThat(
            limits(
                Map.of(),
                "--delivery-guarantee=exactly-once",
                "--kafka.producer.transaction.timeout.ms=120000"))
        .isEqualTo(new CheckpointLimits(2, Duration.ofSeconds(33)));
  }

  private static CheckpointLimits limits(Map<String, String> cluster, String... flags) {
    return CheckpointLimits.of(settings(flags), Configuration.fromMap(cluster));
  }

  private static Settings settings(String... flags) {
    return Settings.read(Scope.JOB, List.of(flags), Map.of());
  }
}
