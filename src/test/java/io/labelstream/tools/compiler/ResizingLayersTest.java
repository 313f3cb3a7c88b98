package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.tools.compiler.FloatOperation.Reshape;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.vision.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.DataType;

/**
 * Images that are resized within a network; what Keras makes of them is in {@link KerasLayersTest}.
 */
class ResizingLayersTest {

  @TempDir private Path folder;

  /**
   * The image of the small network has 2, 4 above 6, 8 in its first channel. One row of it is the
   * mean of both, 4 and 6; of four columns the two in the middle are a quarter of the way from the
   * nearer one, and those at the edges go on as they are.
   */
  @ParameterizedTest
  @EnumSource
  void lieBetweenTheCentresOfTheirPixels(Engine engine) throws IOException {
    assertThat(run(engine, Interpolation.BILINEAR, 1, 4))
        .containsExactly(
            new float[] {4, 20, 60, 4.5f, 22.5f, 62.5f, 5.5f, 27.5f, 67.5f, 6, 30, 70},
            within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource
  void repeatTheNearestPixel(Engine engine) throws IOException {
    assertThat(run(engine, Interpolation.NEAREST, 1, 4))
        .containsExactly(6, 30, 70, 6, 30, 70, 8, 40, 80, 8, 40, 80);
  }

  /** Of these columns one has its centre between two pixels, and engines round it differently. */
  @ParameterizedTest
  @ValueSource(ints = {41, 47, 55, 61, 83})
  void areTheSameInBothEngines(int columns) throws IOException {
    assertThat(run(Engine.ONNXRUNTIME, Interpolation.NEAREST, columns, columns))
        .containsExactly(run(Engine.TENSORFLOW, Interpolation.NEAREST, columns, columns));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"pad_to_aspect_ratio\": true  | pads the image to its aspect ratio, which is not supported",
        "\"antialias\": true            | has antialias, which is not supported within a network",
        "\"interpolation\": \"bicubic\" | has interpolation bicubic, which is not supported: take"
            + " bilinear or nearest",
        "\"height\": 0                  | must have a positive number in /height",
      })
  void namesWhatIsNotSupported(String setting, String reason) throws IOException {
    TinyModel.write(folder, resizing("Resizing", "\"height\": 3, \"width\": 3, " + setting));
    assertThatThrownBy(() -> ModelImporter.read(folder, TinyModel.options()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer resize " + reason);
  }

  @Test
  void factorsArePositive() throws IOException {
    TinyModel.write(folder, resizing("UpSampling2D", "\"size\": [2, 0]"));
    assertThatThrownBy(() -> ModelImporter.read(folder, TinyModel.options()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer resize must have positive numbers in /size");
  }

  /** The tiny model with a layer behind its convolution. */
  private static String resizing(String type, String config) {
    String next = "{\"name\": \"bn\"";
    return TinyModel.TOPOLOGY
        .replace("[[[\"conv\", 0, 0, {}]]]", "[[[\"resize\", 0, 0, {}]]]")
        .replace(
            next,
            """
            {"name": "resize", "class_name": "%s", "config": {%s},
             "inbound_nodes": [[["conv", 0, 0, {}]]]},
            """
                    .formatted(type, config)
                + next);
  }

  private float[] run(Engine engine, Interpolation interpolation, int rows, int columns)
      throws IOException {
    Input image = SmallNetwork.network().input();
    Resize resize = new Resize("resize", image, new int[] {rows, columns, 3}, interpolation);
    int size = rows * columns * 3;
    Reshape flat = new Reshape("flat", resize, new int[] {size});
    Network network = new Network(List.of(image, resize, flat));
    Path directory = folder.resolve(engine.name());
    files(engine, network, size).write(directory);
    return GraphRun.run(engine, directory, SmallNetwork.IMAGE, SmallNetwork.SIZE, size);
  }

  private static ModelFiles files(Engine engine, Network network, int size) throws IOException {
    return switch (engine) {
      case TENSORFLOW -> {
        GraphWriter graph = new GraphWriter();
        FloatGraph floats = new FloatGraph(graph);
        network.operations().forEach(operation -> operation.writeTo(floats));
        // TensorFlow restores no list of variables that is empty.
        graph.variable("one", DataType.DT_FLOAT, new int[] {1}, Tensors.bytes(1f));
        yield SavedModelFiles.of(graph, network.input(), "result", "flat", size);
      }
      case ONNXRUNTIME -> {
        OnnxGraph graph = new OnnxGraph();
        OnnxFloatGraph floats = new OnnxFloatGraph(graph);
        network.operations().forEach(operation -> operation.writeTo(floats));
        graph.output("flat", size);
        yield graph.files();
      }
    };
  }
}
