package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.tools.compiler.WindowGeometry.Padding;
import org.junit.jupiter.api.Test;

/** The rules are TensorFlow's, {@code GetWindowedOutputSizeVerbose} in kernel_shape_util.cc. */
class WindowGeometryTest {

  private static final int[] ONE = {1, 1};
  private static final int[] TWO = {2, 2};

  @Test
  void countsTheWindowsThatFit() {
    WindowGeometry windows = new WindowGeometry(7, 7, TWO, ONE, new Padding(3, 3, 3, 3));
    assertThat(windows.outputShape(new int[] {224, 224, 3}, 64)).containsExactly(112, 112, 64);
  }

  @Test
  void countsDilatedWindows() {
    WindowGeometry windows = new WindowGeometry(3, 3, ONE, TWO, Padding.NONE);
    assertThat(windows.outputShape(new int[] {9, 7, 1}, 2)).containsExactly(5, 3, 2);
  }

  @Test
  void padsAsManyAsTheLastWindowLacksTheOddOneAtTheEnd() {
    assertThat(Padding.same(new int[] {5, 6}, new int[] {3, 3}, TWO, ONE))
        .isEqualTo(new Padding(1, 1, 0, 1));
    assertThat(Padding.same(new int[] {4, 4}, ONE, TWO, ONE)).isEqualTo(Padding.NONE);
  }
}
