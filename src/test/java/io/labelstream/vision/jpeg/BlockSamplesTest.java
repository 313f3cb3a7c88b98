package io.labelstream.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlockSamplesTest {

  private final int[] upper = new int[3];
  private final int[] lower = new int[3];

  @Test
  void limitsValuesToThoseOfAByte() {
    for (int value = -1_000; value <= 1_000; value++) {
      assertThat(BlockSamples.limited(value)).isEqualTo(Math.max(0, Math.min(255, value)));
    }
  }

  @Test
  void addsTheFirstFrequenciesToTheMean() throws UnusualJpegException {
    // A coefficient of 100 makes ±11.3, and that of both frequencies ±10.3.
    BlockSamples.ofQuarters(block(80, 100, 0, 0), 0, upper, lower, true);
    assertThat(upper).startsWith(149, 127);
    assertThat(lower).startsWith(149, 127);
    BlockSamples.ofQuarters(block(80, 0, 100, 0), 0, upper, lower, true);
    assertThat(upper).startsWith(149, 149);
    assertThat(lower).startsWith(127, 127);
    BlockSamples.ofQuarters(block(80, 0, 0, 100), 0, upper, lower, true);
    assertThat(upper).startsWith(148, 128);
    assertThat(lower).startsWith(128, 148);
  }

  @Test
  void refusesValuesThatNoEncoderWritesWhereTheyShow() throws UnusualJpegException {
    // Below they are 621 from the centre, and above 395.
    Component far = block(-4_064, 0, 1_000, 0);
    BlockSamples.ofQuarters(far, 0, upper, lower, false);
    assertThat(upper).startsWith(0, 0);
    assertThatThrownBy(() -> BlockSamples.ofQuarters(far, 0, upper, lower, true))
        .isInstanceOf(UnusualJpegException.class);
  }

  /** A colour of one block, whose quantizers are 1. */
  private static Component block(int dc, int across, int down, int both) {
    int[] quantizers = new int[Component.COEFFICIENTS];
    Arrays.fill(quantizers, 1);
    Component component = new Component(2, 1, 1, 0);
    component.setBlocks(1, 1, 1, new short[] {(short) dc});
    component.setLow(new short[] {(short) across, (short) down, (short) both});
    component.setQuantizers(quantizers);
    return component;
  }
}
