package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.labelstream.vision.Engine;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An {@code .h5} of Keras 2, written by jHDF after Keras' documentation of its format. */
class Keras2FileTest {

  private static final String CONFIG =
      """
      {"class_name": "Model", "config": {"name": "model_1", "layers": [
        {"name": "input_2", "class_name": "InputLayer", "inbound_nodes": [],
         "config": {"batch_input_shape": [null, null, null, 3], "name": "input_2"}},
        {"name": "base", "class_name": "Model", "inbound_nodes": [[["input_2", 0, 0, {}]]],
         "config": {"name": "base", "layers": [
           {"name": "input_1", "class_name": "InputLayer", "inbound_nodes": [],
            "config": {"batch_input_shape": [null, null, null, 3], "name": "input_1"}},
           {"name": "conv", "class_name": "Conv2D", "inbound_nodes": [[["input_1", 0, 0, {}]]],
            "config": {"filters": 1, "kernel_size": [1, 1], "strides": [1, 1],
                       "padding": "valid", "dilation_rate": [1, 1], "activation": "relu",
                       "use_bias": true, "data_format": "channels_last"}}],
          "input_layers": [["input_1", 0, 0]], "output_layers": [["conv", 0, 0]]}},
        {"name": "drop", "class_name": "Dropout", "inbound_nodes": [[["base", 1, 0, {}]]],
         "config": {"rate": 0.5}},
        {"name": "flat", "class_name": "Flatten", "inbound_nodes": [[["drop", 0, 0, {}]]],
         "config": {}},
        {"name": "verdict", "class_name": "Dense", "inbound_nodes": [[["flat", 0, 0, {}]]],
         "config": {"units": 1, "activation": "sigmoid", "use_bias": true}}],
       "input_layers": [["input_2", 0, 0]], "output_layers": [["verdict", 0, 0]]}}
      """;

  @TempDir private Path folder;

  @Test
  void readsNestedLayersAndMakesTwoClassesOfASigmoid() throws IOException {
    ModelCompiler.Result result =
        ModelImporter.read(write(true), options(OptionalInt.of(2)))
            .compile(Precision.FP32, Engine.TENSORFLOW, folder);
    ModelManifest manifest = result.manifest();
    assertThat(manifest.labels()).containsExactly("0", "1");
    InputSpec input = manifest.input();
    assertThat(input.size()).isEqualTo(2);
    assertThat(input.mean()).containsExactly(127.5f, 127.5f, 127.5f);
    // The image of the small network gives 2·10 − 15, 2·20 − 15, 2·30 − 15, 2·40 − 15 behind the
    // convolution, and from them 0.01·(5 + 25 + 45 + 65) − 1.4 = 0.
    assertThat(SavedModelRun.run(result.directory(), 2))
        .containsExactly(new float[] {0.5f, 0.5f}, within(1e-5f));
  }

  @Test
  void asksForASizeThatTheModelLeavesOpen() throws IOException {
    Path file = write(true);
    assertThatThrownBy(() -> ModelImporter.read(file, options(OptionalInt.empty())))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("name one with --size N");
  }

  @Test
  void namesATensorThatIsMissing() throws IOException {
    Path file = write(false);
    assertThatThrownBy(() -> ModelImporter.read(file, options(OptionalInt.of(2))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("tensor base/conv/bias is missing from the weights");
  }

  @Test
  void refusesWeightsAlone() throws IOException {
    Path file = folder.resolve("weights.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putGroup("conv");
    }
    assertThatThrownBy(() -> ModelImporter.read(file, options(OptionalInt.of(2))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has weights alone: save the whole model by model.save");
  }

  private Path write(boolean withBias) throws IOException {
    Path file = folder.resolve("model.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putAttribute("model_config", CONFIG);
      hdf.putAttribute("keras_version", "2.2.4");
      WritableGroup weights = hdf.putGroup("model_weights");
      WritableGroup base = weights.putGroup("base");
      WritableGroup conv = base.putGroup("conv");
      conv.putDataset("kernel:0", new float[][][][] {{{{0}, {2}, {0}}}});
      if (withBias) {
        conv.putDataset("bias:0", new float[] {-15});
        base.putAttribute("weight_names", new String[] {"conv/kernel:0", "conv/bias:0"});
      } else {
        base.putAttribute("weight_names", new String[] {"conv/kernel:0"});
      }
      WritableGroup verdict = weights.putGroup("verdict");
      WritableGroup dense = verdict.putGroup("verdict");
      dense.putDataset("kernel:0", new float[][] {{0.01f}, {0.01f}, {0.01f}, {0.01f}});
      dense.putDataset("bias:0", new float[] {-1.4f});
      verdict.putAttribute("weight_names", new String[] {"verdict/kernel:0", "verdict/bias:0"});
    }
    return file;
  }

  private static ImportOptions options(OptionalInt size) {
    return new ImportOptions(
        "pictures", Optional.empty(), Optional.of(Preprocessing.TF), Optional.empty(), size);
  }

  @Test
  void refusesANameThatIsNoFolder() {
    for (String name : List.of("", "../mine", "a b")) {
      assertThatThrownBy(
              () ->
                  new ImportOptions(
                      name,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      OptionalInt.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name");
    }
  }
}
