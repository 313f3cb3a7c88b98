package io.labelstream.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.InvalidSettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

  /** Of the facade, the job, and Kafka's clients of both or one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LABELSTREAM_MAX_PENDING",
        "LABELSTREAM_PARALLELISM",
        "LABELSTREAM_KAFKA_SECURITY_PROTOCOL",
        "LABELSTREAM_KAFKA_CONSUMER_MAX_POLL_RECORDS",
        "LABELSTREAM_KAFKA_PRODUCER_ACKS"
      })
  void refusesABadOne(String variable) {
    assertThatThrownBy(
            () -> SettingsCheck.check(List.of(), List.of(), Map.of(variable, "nonsense")))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @Test
  void takesABrokerThatIsNotTheOneToBeUsedForGranted() {
    SettingsCheck.check(
        List.of(),
        List.of("--parallelism=2"),
        Map.of("LABELSTREAM_BOOTSTRAP_SERVERS", "nowhere.invalid:9092"));
  }
}
