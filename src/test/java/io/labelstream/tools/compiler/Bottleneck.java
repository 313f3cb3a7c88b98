package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What MobileNets are made of, on the image of {@link SmallNetwork}: linear convolutions, of which
 * the second is added to the first, and between them one that reads negative values and one of each
 * channel by itself. The numbers can be followed by hand.
 *
 * <p>The first gives the image less 20 in both channels: −18, −10; −16, 0; −14, 10; −12, 20. Less
 * their negatives, the next has 18, 10; 16, 0; 14, 0; 12, 0. Each channel plus the pixel at its
 * right, then: 34, 10; 16, 0; 26, 0; 12, 0. The last adds them to the first one's: 16, 0; 0, 0; 12,
 * 10; 0, 20, on average 7 and 7.5.
 */
final class Bottleneck {

  static final float[] AVERAGES = {7, 7.5f};

  private static final int[] ONCE = {1, 1};
  private static final float[] IDENTITY = {1, 0, 0, 1};

  private Bottleneck() {}

  static Network network() {
    Input image = SmallNetwork.network().input();
    Convolution first =
        convolution(
            "first", image, new float[] {1, 0, 0, 1, 0, 0}, new float[] {-20, -20}, Rectifier.NONE);
    Convolution expanded =
        convolution("expanded", first, new float[] {-1, 0, 0, -1}, new float[2], Rectifier.RELU);
    DepthwiseConvolution depthwise =
        new DepthwiseConvolution(
            "depthwise",
            expanded,
            new int[] {1, 2, 2, 1},
            new float[] {1, 1, 1, 1},
            new float[2],
            new WindowGeometry(1, 2, ONCE, ONCE, new Padding(0, 0, 0, 1)),
            Rectifier.RELU);
    Convolution added =
        convolution("added", depthwise, IDENTITY, new float[2], Rectifier.NONE).plus(first);
    GlobalAverage average = new GlobalAverage("average", added);
    return new Network(List.of(image, first, expanded, depthwise, added, average));
  }

  /** Eight bits count these by ones, so that none of the numbers here is rounded. */
  static Quantization quantization() {
    return Quantization.of(
        network(),
        new ActivationRanges(
            Map.of(
                "first", new Range(-100, 155),
                "expanded", new Range(0, 255),
                "depthwise", new Range(0, 255),
                "added", new Range(-55, 200))));
  }

  private static Convolution convolution(
      String name, Operation input, float[] kernel, float[] bias, Rectifier rectifier) {
    return new Convolution(
        name,
        input,
        new int[] {1, 1, input.shape()[2], 2},
        kernel,
        bias,
        WindowGeometry.POSITION,
        Optional.empty(),
        rectifier);
  }
}
