package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelRunner;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Lets an engine run a graph that was written. */
final class GraphRun {

  private static final float TOLERANCE = 1e-4f;

  private GraphRun() {}

  /** What a graph gives for one image. */
  static float[] alone(Engine engine, Path directory, float[] image, int size, int outputs)
      throws IOException {
    ImageTensor tensor = new ImageTensor(size);
    tensor.floats().put(image);
    try (LoadedModel model = LoadedModel.load(engine, directory, size, outputs);
        ModelRunner runner = model.newRunner()) {
      return runner.run(tensor);
    }
  }

  /**
   * What a graph gives for an image, which is the same whether it goes through it alone or behind
   * another one.
   *
   * @param image its values, row by row
   * @param size height and width of the image in pixels
   * @param outputs how many numbers there are
   */
  static float[] run(Engine engine, Path directory, float[] image, int size, int outputs)
      throws IOException {
    ImageTensor two = new ImageTensor(2, size);
    FloatBuffer values = two.floats();
    for (int i = image.length - 1; i >= 0; i--) {
      values.put(-image[i]);
    }
    values.put(image);
    try (LoadedModel model = LoadedModel.load(engine, directory, size, outputs);
        ModelRunner runner = model.newRunner()) {
      float[] ofTwo = runner.run(two);
      assertThat(ofTwo).hasSize(2 * outputs);
      float[] other = runner.run(two.images(0, 1));
      assertThat(Arrays.copyOf(ofTwo, outputs)).containsExactly(other, within(TOLERANCE));
      float[] alone = runner.run(two.images(1, 1));
      assertThat(Arrays.copyOfRange(ofTwo, outputs, 2 * outputs))
          .containsExactly(alone, within(TOLERANCE));
      return alone;
    }
  }
}
