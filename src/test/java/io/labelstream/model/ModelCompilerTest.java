package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCompilerTest {

  @TempDir private Path source;
  @TempDir private Path output;

  private final ModelCompiler compiler = new ModelCompiler();

  @Test
  void writesTheSameBytesTwice(@TempDir Path other) throws IOException {
    TinyModel.write(source);
    ModelCompiler.Result first = compiler.compile(source, output);
    ModelCompiler.Result second = compiler.compile(source, other);
    assertThat(second.manifest()).isEqualTo(first.manifest());
    assertThat(second.directory().resolve(ModelManifest.SAVED_MODEL))
        .hasSameBinaryContentAs(first.directory().resolve(ModelManifest.SAVED_MODEL));
    assertThat(first.manifest().id()).matches("tiny-fp32@[0-9a-f]{12}");
    assertThat(first.manifest().labels()).containsExactly("Tiger Cat", "iPod");
    assertThat(ModelManifest.read(first.directory())).isEqualTo(first.manifest());
  }

  @Test
  void leavesAnUnchangedModelAlone() throws IOException {
    TinyModel.write(source);
    assertThat(compiler.compile(source, output).unchanged()).isFalse();
    assertThat(compiler.compile(source, output).unchanged()).isTrue();
  }

  @Test
  void compilesAgainWhatWasSpoilt() throws IOException {
    TinyModel.write(source);
    Path savedModel =
        compiler.compile(source, output).directory().resolve(ModelManifest.SAVED_MODEL);
    byte[] whole = Files.readAllBytes(savedModel);
    Files.write(savedModel, new byte[] {1});
    assertThat(compiler.compile(source, output).unchanged()).isFalse();
    assertThat(savedModel).hasBinaryContent(whole);
  }

  @Test
  void foldsTheNormalisationAndShowsWhatItWrote() throws IOException {
    TinyModel.write(source);
    ModelInspector.Contents contents =
        new ModelInspector().inspect(compiler.compile(source, output).directory());
    assertThat(contents.inputs()).containsExactly("image float32 [?, 2, 2, 3]");
    assertThat(contents.outputs()).containsExactly("probabilities float32 [?, 2]");
    assertThat(contents.layers())
        .extracting(ModelInspector.Layer::operator)
        .containsExactly("Conv2D", "BiasAdd", "Relu", "Mean", "MatMul", "BiasAdd", "Softmax");
    assertThat(contents.parameters()).isEqualTo(6 + 2 + 4 + 2);
  }

  @Nested
  class Refuses {

    @Test
    void aChangedFile() throws IOException {
      Path weights = TinyModel.write(source).directory().resolve("weights.bin");
      Files.write(weights, new byte[3]);
      assertFails("weights.bin has SHA-256 ", "but must have ");
    }

    @Test
    void aMissingFile() throws IOException {
      Files.delete(TinyModel.write(source).directory().resolve("weights.bin"));
      assertFails("weights.bin is missing");
    }

    @Test
    void aFolderWithoutChecksums() {
      assertFails("SHA256SUMS is missing");
    }

    @Test
    void anUnknownLayer() throws IOException {
      write("\"GlobalAveragePooling2D\"", "\"LSTM\"");
      assertFails("layer pool is a LSTM, which is not supported");
    }

    @Test
    void anUnknownActivation() throws IOException {
      write("\"activation\": \"relu\"", "\"activation\": \"swish\"");
      assertFails("layer relu has activation swish, which is not supported");
    }

    @Test
    void aMissingTensor() throws IOException {
      write("\"bn/beta\"", "\"other/beta\"");
      assertFails("tensor bn/beta is missing from the weights");
    }

    @Test
    void aShapeThatDoesNotFit() throws IOException {
      write("\"units\": 2", "\"units\": 3");
      assertFails("tensor fc/kernel has shape [2, 2], but its layer needs [2, 3]");
    }

    @Test
    void shardsThatAreTooShort() throws IOException {
      write("\"fc/bias\", \"shape\": [2]", "\"fc/bias\", \"shape\": [3]");
      assertFails("the shards end within tensor fc/bias");
    }

    @Test
    void shardsThatAreTooLong() throws IOException {
      write("\"fc/bias\", \"shape\": [2]", "\"fc/bias\", \"shape\": [1]");
      assertFails("4 bytes more than the listed tensors");
    }

    @Test
    void weightsThatAreNotFloats() throws IOException {
      write("[2, 2], \"dtype\": \"float32\"", "[2, 2], \"dtype\": \"int8\"");
      assertFails("tensor fc/kernel must be float32, but is int8");
    }

    @Test
    void anInputThatTheManifestDoesNotName() throws IOException {
      write("[null, 2, 2, 3]", "[null, 4, 4, 3]");
      assertFails("the model's input is [4, 4, 3], but the manifest says [2, 2, 3]");
    }

    @Test
    void aLayerBeforeItsInput() throws IOException {
      write("[[\"relu\", 0, 0, {}]]", "[[\"nowhere\", 0, 0, {}]]");
      assertFails("layer nowhere is used before it is defined");
    }

    @Test
    void aTopologyThatIsNone() throws IOException {
      TinyModel.write(source, "{\"format\": \"something else\"}");
      assertFails("not a TensorFlow.js layers model");
    }

    private void write(String original, String replacement) throws IOException {
      assertThat(TinyModel.TOPOLOGY).contains(original);
      TinyModel.write(source, TinyModel.TOPOLOGY.replace(original, replacement));
    }

    private void assertFails(String... parts) {
      assertThatThrownBy(() -> compiler.compile(source, output))
          .isInstanceOf(InvalidModelException.class)
          .message()
          .contains(parts)
          .doesNotContain("\n");
    }
  }
}
