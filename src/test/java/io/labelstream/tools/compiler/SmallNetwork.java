package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network with every kind of operation on an image of 2×2 pixels, whose numbers can be followed
 * by hand.
 *
 * <p>The first convolution takes the second channel of the pixel below plus 2 (32, 42, 2, 2), and
 * less the first channel of the pixel to the right (−4, 0, −8, 0). To these the second one adds the
 * image itself, 20 less in the second channel: 34, 46, 8, 10 and −14, 0, 2, 20. The larger in each
 * column are 34, 46 and 2, 20, on average 40 and 11; the products are 40 + 2·11 = 62 and 11.
 */
final class SmallNetwork {

  /** Its channels are 2, 4, 6, 8 and 10, 20, 30, 40, and a third one that nothing looks at. */
  static final float[] IMAGE = {2, 10, 50, 4, 20, 60, 6, 30, 70, 8, 40, 80};

  static final int SIZE = 2;

  static final float[] PROBABILITIES = {0.25f, 0.75f};

  /** Eight bits count these by ones, so that none of the numbers here is rounded. */
  static final ActivationRanges RANGES =
      new ActivationRanges(Map.of("shift", new Range(-100, 155), "sum", new Range(0, 255)));

  private static final int[] ONCE = {1, 1};

  private SmallNetwork() {}

  static Quantization quantization() {
    return Quantization.of(network(), RANGES);
  }

  static Network network() {
    Input image = new Input("image", new int[] {SIZE, SIZE, 3});
    float[] shiftKernel = new float[2 * 2 * 3 * 2];
    shiftKernel[index(1, 0, 1, 0)] = 1;
    shiftKernel[index(0, 1, 0, 1)] = -1;
    Convolution shift =
        new Convolution(
            "shift",
            image,
            new int[] {2, 2, 3, 2},
            shiftKernel,
            new float[] {2, 0},
            new WindowGeometry(2, 2, ONCE, ONCE, new Padding(0, 1, 0, 1)),
            Optional.empty(),
            Rectifier.NONE);
    Convolution sum =
        new Convolution(
            "sum",
            image,
            new int[] {1, 1, 3, 2},
            new float[] {1, 0, 0, 1, 0, 0},
            new float[] {0, -20},
            new WindowGeometry(1, 1, ONCE, ONCE, Padding.NONE),
            Optional.of(shift),
            Rectifier.RELU);
    MaxPool pool = new MaxPool("pool", sum, new WindowGeometry(2, 1, ONCE, ONCE, Padding.NONE));
    GlobalAverage average = new GlobalAverage("average", pool);
    // The bias makes the second output ln 3 more than the first, and so three times as probable.
    Dense dense =
        new Dense(
            "dense",
            average,
            new float[] {1, 0, 2, 1},
            new float[] {0, (float) (51 + Math.log(3))},
            true);
    return new Network(List.of(image, shift, sum, pool, average, dense));
  }

  private static int index(int row, int column, int input, int output) {
    return ((row * 2 + column) * 3 + input) * 2 + output;
  }
}
