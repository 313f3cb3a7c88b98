package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import io.labelstream.vision.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions that are written in tiles, beside windows that are summed up one by one. */
class WinogradGraphTest {

  private static final int CHANNELS = 64;
  private static final int[] ONCE = {1, 1};
  private static final Padding AROUND = new Padding(1, 1, 1, 1);
  private static final Padding UNEVEN = new Padding(0, 2, 2, 1);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"20, FOUR", "19, FOUR", "17, FOUR", "16, TWO", "9, TWO"})
  void givesWhatItsWindowsGive(int size, WinogradTile tile) throws IOException {
    Network network = network(size, AROUND, false, Rectifier.NONE);
    assertThat(WinogradTile.fastest((Convolution) network.output())).contains(tile);
    assertGivesWhatWindowsGive(network);
  }

  @Test
  void padsEachSideByItself() throws IOException {
    assertGivesWhatWindowsGive(network(18, UNEVEN, false, Rectifier.NONE));
    assertGivesWhatWindowsGive(network(22, Padding.NONE, false, Rectifier.NONE));
  }

  @Test
  void addsAndRectifies() throws IOException {
    for (Rectifier rectifier : Rectifier.values()) {
      assertGivesWhatWindowsGive(network(10, AROUND, true, rectifier));
    }
  }

  @Test
  void leavesWindowsWhereTheyAreFaster() {
    Convolution convolution = (Convolution) network(20, AROUND, false, Rectifier.NONE).output();
    Operation image = convolution.input();
    assertThat(WinogradTile.fastest(convolution)).isPresent();
    assertThat(WinogradTile.fastest(of(image, 3, 64, 64, new int[] {2, 2}, ONCE))).isEmpty();
    assertThat(WinogradTile.fastest(of(image, 3, 64, 64, ONCE, new int[] {2, 2}))).isEmpty();
    assertThat(WinogradTile.fastest(of(image, 5, 64, 64, ONCE, ONCE))).isEmpty();
    assertThat(WinogradTile.fastest(of(image, 3, 32, 64, ONCE, ONCE))).as("groups").isEmpty();
    assertThat(WinogradTile.fastest(of(image, 3, 64, 32, ONCE, ONCE))).as("channels").isEmpty();
    Operation small = new Input("small", new int[] {8, 8, CHANNELS});
    assertThat(WinogradTile.fastest(of(small, 3, 64, 64, ONCE, ONCE))).isEmpty();
  }

  private static Convolution of(
      Operation input, int window, int inputs, int outputs, int[] strides, int[] dilations) {
    return new Convolution(
        "convolution",
        input,
        new int[] {window, window, inputs, outputs},
        new float[window * window * inputs * outputs],
        new float[outputs],
        new WindowGeometry(window, window, strides, dilations, AROUND),
        Optional.empty(),
        Rectifier.NONE);
  }

  /** One in tiles, of an image with three channels. */
  static Network network(int size) {
    return network(size, AROUND, false, Rectifier.RELU);
  }

  /** Two convolutions, of which the first makes many channels of the image's three. */
  private static Network network(int size, Padding padding, boolean summand, Rectifier rectifier) {
    Random random = new Random(size);
    Input image = new Input("image", new int[] {size, size, 3});
    Convolution first =
        new Convolution(
            "first",
            image,
            new int[] {1, 1, 3, CHANNELS},
            floats(random, 3 * CHANNELS),
            floats(random, CHANNELS),
            WindowGeometry.POSITION,
            Optional.empty(),
            Rectifier.RELU);
    Convolution second =
        new Convolution(
            "second",
            first,
            new int[] {3, 3, CHANNELS, CHANNELS},
            floats(random, 9 * CHANNELS * CHANNELS),
            floats(random, CHANNELS),
            new WindowGeometry(3, 3, ONCE, ONCE, padding),
            summand ? Optional.of(first) : Optional.empty(),
            rectifier);
    return new Network(List.of(image, first, second));
  }

  private void assertGivesWhatWindowsGive(Network network) throws IOException {
    Convolution convolution = (Convolution) network.output();
    int[] shape = convolution.shape();
    int outputs = shape[0] * shape[1] * shape[2];
    int[] imageShape = network.input().shape();
    float[] image = floats(new Random(1), imageShape[0] * imageShape[1] * imageShape[2]);
    GraphWriter graph = new GraphWriter();
    FloatGraph writer = new FloatGraph(graph);
    network.operations().forEach(operation -> operation.writeTo(writer));
    Path folder = directory.resolve("model");
    SavedModelFiles.of(graph, network.input(), "result", convolution.name(), outputs).write(folder);
    float[] actual = GraphRun.run(Engine.TENSORFLOW, folder, image, imageShape[0], outputs);
    float[] input = positionwise((Convolution) convolution.input(), image);
    assertThat(actual).containsExactly(windows(convolution, input), within(1e-3f));
  }

  private static float[] positionwise(Convolution convolution, float[] image) {
    float[] result = new float[image.length / 3 * CHANNELS];
    for (int i = 0; i < result.length; i++) {
      float sum = convolution.bias()[i % CHANNELS];
      for (int input = 0; input < 3; input++) {
        sum +=
            image[i / CHANNELS * 3 + input] * convolution.kernel()[input * CHANNELS + i % CHANNELS];
      }
      result[i] = rectified(convolution.rectifier(), sum);
    }
    return result;
  }

  private static float[] windows(Convolution convolution, float[] input) {
    int[] in = convolution.input().shape();
    int[] out = convolution.shape();
    Padding padding = convolution.windows().padding();
    float[] result = new float[out[0] * out[1] * CHANNELS];
    for (int i = 0; i < result.length; i++) {
      int row = i / CHANNELS / out[1] - padding.top();
      int column = i / CHANNELS % out[1] - padding.left();
      double sum = convolution.bias()[i % CHANNELS];
      for (int j = 0; j < 9; j++) {
        int y = row + j / 3;
        int x = column + j % 3;
        for (int c = 0; y >= 0 && y < in[0] && x >= 0 && x < in[1] && c < CHANNELS; c++) {
          sum +=
              (double) input[(y * in[1] + x) * CHANNELS + c]
                  * convolution.kernel()[(j * CHANNELS + c) * CHANNELS + i % CHANNELS];
        }
      }
      if (convolution.summand().isPresent()) {
        sum += input[i];
      }
      result[i] = rectified(convolution.rectifier(), (float) sum);
    }
    return result;
  }

  private static float rectified(Rectifier rectifier, float value) {
    return switch (rectifier) {
      case NONE -> value;
      case RELU -> Math.max(0, value);
      case RELU6 -> Math.min(6, Math.max(0, value));
    };
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
