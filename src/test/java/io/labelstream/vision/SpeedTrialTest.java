package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedTrialTest {

  private static final long MILLISECOND = 1_000_000;

  private final List<String> runs = new ArrayList<>();
  private long now;

  @Test
  void countsEachByItsMedianSoThatADisturbanceDoesNotCount() {
    SpeedTrial trial =
        trial(() -> run("slow", 12), () -> run("fast", runs.size() == 11 ? 900 : 10));
    assertThat(trial.medianNanos()).containsExactly(12 * MILLISECOND, 10 * MILLISECOND);
    assertThat(trial.fastest()).isEqualTo(1);
  }

  @Test
  void letsThemTakeTurns() {
    trial(() -> run("a", 10), () -> run("b", 10));
    assertThat(runs.subList(4, runs.size()))
        .as("after two rounds of warm-up that do not count")
        .hasSize(2 * 21)
        .startsWith("a", "b", "a", "b");
  }

  @Test
  void endsAfterASecondForEach() {
    trial(() -> run("a", 200), () -> run("b", 150));
    assertThat(runs).hasSize(2 * (2 + 6));
  }

  @Test
  void hasAMedianOfWhatTakesLongerThanASecond() {
    SpeedTrial trial = trial(() -> run("a", 5_000), () -> run("b", 4_000));
    assertThat(runs).hasSize(2 * (2 + 3));
    assertThat(trial.fastest()).isEqualTo(1);
  }

  @Test
  void keepsTheFirstUnlessAnotherIsClearlyFaster() {
    assertThat(new SpeedTrial(List.of(1000L, 990L)).fastest()).isZero();
    assertThat(new SpeedTrial(List.of(1000L, 970L)).fastest()).isEqualTo(1);
    assertThat(new SpeedTrial(List.of(1000L, 1100L)).fastest()).isZero();
  }

  private SpeedTrial trial(Runnable... ways) {
    return SpeedTrial.of(List.of(ways), () -> now);
  }

  private void run(String name, long millis) {
    runs.add(name);
    now += millis * MILLISECOND;
  }
}
