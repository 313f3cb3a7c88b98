package io.labelstream.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
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
    assertThatThrownBy(() -> SettingsCheck.check(settings(Map.of(variable, "nonsense"))))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @Test
  void takesABrokerThatIsNotTheOneToBeUsedForGranted() {
    SettingsCheck.check(settings(Map.of("LABELSTREAM_BOOTSTRAP_SERVERS", "nowhere.invalid:9092")));
  }

  private static Settings settings(Map<String, String> environment) {
    return Settings.read(Scope.BOTH, List.of(), environment);
  }
}
