package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTest {

  private static final String TWO_CORES =
      """
      processor\t: 0
      model name\t: AMD EPYC 9B14
      flags\t\t: fpu vme avx2 avx512f avx512_vnni

      processor\t: 1
      model name\t: AMD EPYC 9B14
      flags\t\t: fpu vme avx2 avx512f avx512_vnni
      """;

  @Test
  void readsNameAndFeatures() {
    Processor processor = Processor.parse(TWO_CORES);
    assertThat(processor.model()).isEqualTo("AMD EPYC 9B14");
    assertThat(processor.features()).contains("fpu", "avx512_vnni").doesNotContain("");
    assertThat(processor.hasVectorNeuralNetworkInstructions()).isTrue();
  }

  @Test
  void misses() {
    assertThat(
            Processor.parse(TWO_CORES.replace(" avx512_vnni", ""))
                .hasVectorNeuralNetworkInstructions())
        .isFalse();
  }

  @Test
  void takesAnUnknownFormat() {
    assertThat(Processor.parse("CPU implementer : 0x41\nFeatures : fp asimd").features()).isEmpty();
  }
}
