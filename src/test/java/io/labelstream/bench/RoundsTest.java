package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private final List<String> turns = new ArrayList<>();

  /** Faster with each turn, so that the rounds can be told apart. */
  private Workload workload(String name, double rate) {
    AtomicInteger turn = new AtomicInteger();
    return new Workload() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double perSecond(long nanos) {
        turns.add(name);
        return rate + turn.getAndIncrement();
      }
    };
  }

  @Test
  void givesEachItsTurnInEveryRoundAndDropsTheFirst() throws Exception {
    AtomicInteger done = new AtomicInteger();
    Rounds rounds =
        Rounds.run(
            List.of(workload("a", 100), workload("b", 200), workload("c", 300)),
            4,
            1,
            done::incrementAndGet);
    assertThat(rounds.of("a")).containsExactly(101.0, 102.0, 103.0, 104.0);
    assertThat(done).hasValue((int) Rounds.slices(3, 4));
    for (int round = 0; round <= 4; round++) {
      assertThat(turns.subList(3 * round, 3 * round + 3)).containsExactlyInAnyOrder("a", "b", "c");
    }
    assertThat(turns.subList(0, 3)).isNotEqualTo(turns.subList(3, 6));
  }

  @Test
  void takesTheBestSettingNotTheLuckiestRound() {
    Rounds rounds =
        new Rounds(Map.of("steady", List.of(10.0, 10.0, 10.0), "lucky", List.of(1.0, 99.0, 1.0)));
    assertThat(rounds.bestOf(List.of("steady", "lucky"))).containsExactly(10.0, 10.0, 10.0);
  }

  @Test
  void knowsWhatIsMissing() {
    assertThatThrownBy(() -> new Rounds(Map.of()).of("x")).hasMessageContaining("x");
  }
}
