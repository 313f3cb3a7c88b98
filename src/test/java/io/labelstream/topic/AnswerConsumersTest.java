package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerConsumersTest {

  @Test
  void saysHowLongABrokerMayBeSilent() {
    assertThat(consumers().fetchWait()).isEqualTo(Duration.ofSeconds(1));
    assertThat(consumers("--kafka.fetch.max.wait.ms=5000").fetchWait())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(
            consumers("--kafka.fetch.max.wait.ms=5000", "--kafka.consumer.fetch.max.wait.ms=7000")
                .fetchWait())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.timeout.ms=5000",
        "default.api.timeout.ms=5999",
        "connections.max.idle.ms=0",
        "connections.max.idle.ms=4000"
      })
  void refusesWhatEndsBeforeAFetchDoes(String property) {
    assertThatThrownBy(
            () -> consumers("--kafka.fetch.max.wait.ms=5000", "--kafka.consumer." + property))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage(
            "kafka.consumer.%s must be at least 1000 more than fetch.max.wait.ms, which is 5000,"
                + " but is %s",
            property.split("=", 2)[0], property.split("=", 2)[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.timeout.ms=6000",
        "connections.max.idle.ms=-1",
        "isolation.level=read_uncommitted",
        "auto.offset.reset=none",
        "group.protocol=consumer",
        "request.timeout.ms=600000"
      })
  void takesWhatDoesNoHarm(String property) {
    AnswerConsumers consumers =
        consumers("--kafka.fetch.max.wait.ms=5000", "--kafka.consumer." + property);
    consumers.open().close();
  }

  private static AnswerConsumers consumers(String... flags) {
    return new AnswerConsumers(Settings.read(Scope.FACADE, List.of(flags), Map.of()));
  }
}
