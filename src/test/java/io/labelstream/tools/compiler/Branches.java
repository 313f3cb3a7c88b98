package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Inception is made of, on the image of {@link SmallNetwork}: two convolutions, each of which
 * takes one channel, side by side, and the mean of each two rows. It is 4, 20 and 6, 30, on average
 * 5 and 25.
 */
final class Branches {

  static final float[] AVERAGES = {5, 25};

  private static final int[] ONCE = {1, 1};

  private Branches() {}

  static Network network() {
    Input image = SmallNetwork.network().input();
    Convolution first = convolution("first", image, new float[] {1, 0, 0});
    Convolution second = convolution("second", image, new float[] {0, 1, 0});
    Concatenation both = Concatenation.of("both", List.of(first, second), 2);
    AveragePool pool =
        new AveragePool("pool", both, new WindowGeometry(2, 1, ONCE, ONCE, Padding.NONE));
    GlobalAverage average = new GlobalAverage("average", pool);
    return new Network(List.of(image, first, second, both, pool, average));
  }

  /** The wider range counts for both; with it eight bits count by ones. */
  static Quantization quantization() {
    return Quantization.of(
        network(),
        new ActivationRanges(Map.of("first", new Range(0, 9), "second", new Range(0, 255))));
  }

  private static Convolution convolution(String name, Input image, float[] kernel) {
    return new Convolution(
        name,
        image,
        new int[] {1, 1, 3, 1},
        kernel,
        new float[1],
        WindowGeometry.POSITION,
        Optional.empty(),
        Rectifier.RELU);
  }
}
