package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {

  private static final int TICKS_A_SECOND = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10, 20})
  void letsSoManyGoInEachSecond(int perSecond) {
    Allowance allowance = new Allowance(perSecond, TICKS_A_SECOND);
    allowance.spend(perSecond);
    for (int second = 0; second < 100; second++) {
      int sent = 0;
      for (int tick = 0; tick < TICKS_A_SECOND; tick++) {
        allowance.tick();
        sent += allowance.now();
        allowance.spend(allowance.now());
      }
      assertThat(sent).as("second %d", second).isEqualTo(perSecond);
    }
  }

  @Test
  void keepsNoMoreThanASecond() {
    Allowance allowance = new Allowance(5, TICKS_A_SECOND);
    assertThat(allowance.now()).isEqualTo(5);
    for (int tick = 0; tick < 100; tick++) {
      allowance.tick();
    }
    assertThat(allowance.now()).isEqualTo(5);
    allowance.spend(5);
    assertThat(allowance.now()).isZero();
  }
}
