package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkTest {

  /** One pixel through convolution and normalisation, and through the folded convolution. */
  @Test
  void foldedGivesWhatBothGiveInTurn() {
    float[] kernel = {0.5f, -1, 2, 0.25f, -0.75f, 3};
    float[] bias = {0.1f, -0.2f};
    Network.Convolution convolution =
        new Network.Convolution(
            "conv",
            new Network.Input("in", new int[] {1, 1, 3}),
            new int[] {1, 1, 3, 2},
            kernel,
            bias,
            new WindowGeometry(
                1, 1, new int[] {1, 1}, new int[] {1, 1}, WindowGeometry.Padding.NONE),
            Optional.empty(),
            Rectifier.NONE);
    float[] gamma = {1.5f, 0.5f};
    float[] beta = {-0.3f, 0.7f};
    float[] mean = {0.2f, -0.4f};
    float[] variance = {0.9f, 2.5f};
    Network.Convolution folded =
        convolution.scaled(ChannelScale.ofBatchNormalization(gamma, beta, mean, variance, 0.001));

    float[] pixel = {3, -2, 0.5f};
    for (int c = 0; c < 2; c++) {
      double convolved = bias[c];
      double actual = folded.bias()[c];
      for (int i = 0; i < 3; i++) {
        convolved += pixel[i] * kernel[i * 2 + c];
        actual += pixel[i] * folded.kernel()[i * 2 + c];
      }
      double expected = gamma[c] * (convolved - mean[c]) / Math.sqrt(variance[c] + 0.001) + beta[c];
      assertThat(actual).isCloseTo(expected, within(1e-5));
    }
  }
}
