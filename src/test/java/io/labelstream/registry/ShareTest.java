package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.rollout.Role;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {

  private static final int IDS = 20_000;

  @Test
  void isOfAllRequests() {
    for (double share : new double[] {0.05, 0.5, 0.9}) {
      assertThat(chosen(new Share(Role.CANARY, share)).size() / (double) IDS)
          .isCloseTo(share, within(0.02));
    }
    assertThat(chosen(new Share(Role.CANARY, 0))).isEmpty();
    assertThat(chosen(new Share(Role.CANARY, 1))).hasSize(IDS);
  }

  @Test
  void growsAndIsTheSameEachTime() {
    Set<String> few = chosen(new Share(Role.CANARY, 0.1));
    assertThat(chosen(new Share(Role.CANARY, 0.1))).isEqualTo(few);
    assertThat(chosen(new Share(Role.CANARY, 0.2))).containsAll(few);
  }

  /** A change of it would send repeated requests to another model. */
  @Test
  void isThatOfEveryVersion() {
    assertThat(IntStream.range(0, 40).filter(i -> new Share(Role.CANARY, 0.2).has("id-" + i)))
        .containsExactly(12, 17, 20, 28, 34);
  }

  @Test
  void isChosenForEachRoleByItself() {
    Set<String> canary = chosen(new Share(Role.CANARY, 0.5));
    canary.removeIf(Predicate.not(chosen(new Share(Role.SHADOW, 0.5))::contains));
    assertThat(canary.size() / (double) IDS).isCloseTo(0.25, within(0.02));
  }

  private static Set<String> chosen(Share share) {
    return IntStream.range(0, IDS)
        .mapToObj(i -> "requests/0/" + i)
        .filter(share::has)
        .collect(Collectors.toSet());
  }
}
