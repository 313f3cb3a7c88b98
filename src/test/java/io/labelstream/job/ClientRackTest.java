package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientRackTest {

  @Test
  void isThatOfTheTaskManagersEnvironmentFirst() {
    ClientRack rack = rack("--client-rack=eu-1a");
    assertThat(rack.in(Map.of("LABELSTREAM_CLIENT_RACK", "eu-1b"))).isEqualTo("eu-1b");
    assertThat(rack.in(Map.of("LABELSTREAM_CLIENT_RACK", " "))).isEqualTo("eu-1a");
    assertThat(rack.in(Map.of())).isEqualTo("eu-1a");
  }

  @Test
  void isAnyBrokersByDefault() {
    assertThat(rack().in(Map.of())).isEmpty();
  }

  private static ClientRack rack(String... flags) {
    return ClientRack.of(Settings.read(Scope.JOB, List.of(flags), Map.of()));
  }
}
