package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {

  @Test
  void bothClientsAreQuietWhileNoBrokerAnswers() {
    for (Properties client :
        List.of(ClientProperties.consumer(settings()), ClientProperties.producer(settings()))) {
      assertThat(client)
          .containsEntry("metadata.recovery.strategy", "none")
          .containsEntry("reconnect.backoff.max.ms", "60000")
          .containsEntry("metadata.max.age.ms", "60000");
    }
  }

  @Test
  void anOperatorMayHaveItOtherwise() {
    Settings settings =
        settings(
            "--kafka.metadata.recovery.strategy=rebootstrap",
            "--kafka.consumer.partition.discovery.interval.ms=1000");
    assertThat(ClientProperties.consumer(settings))
        .containsEntry("metadata.recovery.strategy", "rebootstrap")
        .containsEntry("partition.discovery.interval.ms", "1000");
    assertThat(ClientProperties.producer(settings))
        .containsEntry("metadata.recovery.strategy", "rebootstrap");
  }

  @Test
  void readsCommittedRequestsOfAllPartitionsSoon() {
    assertThat(ClientProperties.consumer(settings()))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("partition.discovery.interval.ms", "5000");
  }

  @Test
  void takesAWholePhotographAtATimeFromTheNetwork() {
    assertThat(ClientProperties.consumer(settings()))
        .containsEntry("receive.buffer.bytes", "1048576");
    assertThat(ClientProperties.consumer(settings("--kafka.consumer.receive.buffer.bytes=-1")))
        .containsEntry("receive.buffer.bytes", "-1");
  }

  @Test
  void refusesToReadOthers() {
    for (String prefix : List.of("", "consumer.")) {
      assertThatThrownBy(
              () ->
                  ClientProperties.check(
                      settings("--kafka." + prefix + "isolation.level=read_uncommitted")))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("isolation.level must be read_committed");
    }
    ClientProperties.check(settings("--kafka.isolation.level=read_committed"));
    ClientProperties.check(settings());
  }

  @Test
  void namesWhatNobodyKnows() {
    assertThat(
            ClientProperties.unknown(
                settings(
                    "--kafka.bogus=1",
                    "--kafka.producer.linger.msec=1",
                    "--kafka.security.protocol=PLAINTEXT",
                    "--kafka.consumer.partition.discovery.interval.ms=1000")))
        .containsExactly("bogus", "linger.msec");
  }

  private static Settings settings(String... flags) {
    return Settings.read(Scope.JOB, List.of(flags), Map.of());
  }
}
