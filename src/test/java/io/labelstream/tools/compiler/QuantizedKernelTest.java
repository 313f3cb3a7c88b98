package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantizedKernelTest {

  @Test
  void scalesEachOutputChannelByItsLargestWeight() {
    float[] kernel = {0.5f, -4, -1, 2, 0.25f, 0};
    QuantizedKernel quantized = QuantizedKernel.of(kernel, 2);
    assertThat(quantized.values()).containsExactly(64, -127, -127, 64, 32, 0);
    assertThat(quantized.maximum()).containsExactly(1, 4);
    assertThat(quantized.minimum()).containsExactly(-1, -4);
  }

  @Test
  void leavesAChannelOfZerosAtZero() {
    assertThat(QuantizedKernel.of(new float[] {0, 1, 0, -1}, 2).values())
        .containsExactly(0, 127, 0, -127);
  }
}
