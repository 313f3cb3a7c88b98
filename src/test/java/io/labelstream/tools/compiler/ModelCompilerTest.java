package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.vision.Engine;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCompilerTest {

  @TempDir private Path source;
  @TempDir private Path output;

  @Test
  void writesTheSameBytesTwice(@TempDir Path other) throws IOException {
    TinyModel.write(source);
    ModelCompiler.Result first = compile(output);
    ModelCompiler.Result second = compile(other);
    assertThat(second.manifest()).isEqualTo(first.manifest());
    for (String file : first.manifest().files().keySet()) {
      assertThat(second.directory().resolve(file))
          .hasSameBinaryContentAs(first.directory().resolve(file));
    }
    assertThat(first.manifest().id()).matches("tiny-fp32@[0-9a-f]{12}");
    assertThat(first.manifest().labels()).containsExactly("Tiger Cat", "iPod");
    assertThat(ModelManifest.read(first.directory())).isEqualTo(first.manifest());
  }

  @Test
  void isSlowerInOnnxRuntimeWithConvolutionsOfSingleChannels(@TempDir Path depthwise)
      throws IOException {
    TinyModel.write(source);
    assertThat(ModelCompiler.of(source).isFasterInInt8(Engine.ONNXRUNTIME)).isTrue();
    TinyModel.writeDepthwise(depthwise);
    ModelCompiler compiler = ModelCompiler.of(depthwise);
    assertThat(compiler.isFasterInInt8(Engine.TENSORFLOW)).isTrue();
    assertThat(compiler.isFasterInInt8(Engine.ONNXRUNTIME)).isFalse();
    assertThatThrownBy(() -> compiler.compile(Precision.INT8, Engine.ONNXRUNTIME, output))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("int8 would be slower than fp32 in ONNX Runtime");
  }

  @Test
  void leavesAnUnchangedModelAlone() throws IOException {
    TinyModel.write(source);
    assertThat(compile(output).unchanged()).isFalse();
    assertThat(compile(output).unchanged()).isTrue();
  }

  @Test
  void compilesAgainWhatWasSpoilt() throws IOException {
    TinyModel.write(source);
    Path savedModel = compile(output).directory().resolve(SavedModelFiles.GRAPH);
    byte[] whole = Files.readAllBytes(savedModel);
    Files.write(savedModel, new byte[] {1});
    assertThat(compile(output).unchanged()).isFalse();
    assertThat(savedModel).hasBinaryContent(whole);
  }

  @Test
  void foldsTheNormalisationAndShowsWhatItWrote() throws IOException {
    TinyModel.write(source);
    ModelInspector.Contents contents = ModelInspector.inspect(compile(output).directory());
    assertThat(contents.inputs()).containsExactly("image float32 [?, 2, 2, 3]");
    assertThat(contents.outputs()).containsExactly("probabilities float32 [?, 2]");
    assertThat(contents.layers())
        .extracting(ModelInspector.Layer::operator)
        .containsExactly("_FusedConv2D (BiasAdd, Relu)", "Mean", "MatMul", "BiasAdd", "Softmax");
    assertThat(contents.parameters()).isEqualTo(6 + 2 + 4 + 2);
  }

  @Test
  void quantizesWithTheRecordedRanges() throws IOException {
    TinyModel.write(source);
    Files.writeString(source.resolve(ModelCompiler.RANGES), "# name\nconv\t0.0\t12.5\n");
    ModelCompiler.Result result =
        ModelCompiler.of(source).compile(Precision.INT8, Engine.TENSORFLOW, output);
    assertThat(result.manifest().id()).matches("tiny-int8@[0-9a-f]{12}");
    ModelInspector.Contents contents = ModelInspector.inspect(result.directory());
    assertThat(contents.layers())
        .extracting(ModelInspector.Layer::operator)
        .containsExactly(
            "QuantizeV2",
            "_FusedQuantizedConv2D (BiasAdd, Relu, Requantize)",
            "Dequantize",
            "Mean",
            "MatMul",
            "BiasAdd",
            "Softmax");
    assertThat(contents.layers().get(1).precision()).isEqualTo("quint8");
    assertThat(contents.layers().get(1).range()).isEqualTo("0.000 … 12.50");
    assertThat(contents.parameters()).isEqualTo(6 + 2 + 4 + 2);
  }

  @Test
  void quantizesTheLastLayerWhereTheRangeOfItsInputIsRecorded() throws IOException {
    TinyModel.write(source);
    Files.writeString(source.resolve(ModelCompiler.RANGES), "conv\t0.0\t12.5\npool\t0.0\t6.25\n");
    ModelInspector.Contents contents =
        ModelInspector.inspect(
            ModelCompiler.of(source)
                .compile(Precision.INT8, Engine.TENSORFLOW, output)
                .directory());
    List<ModelInspector.Layer> last = contents.layers().subList(3, contents.layers().size());
    assertThat(last)
        .extracting(ModelInspector.Layer::operator, ModelInspector.Layer::precision)
        .containsExactly(
            tuple("Mean", "float32"),
            tuple("QuantizeV2", "quint8"),
            tuple("Reshape", "quint8"),
            tuple("_FusedQuantizedConv2D (BiasAdd)", "qint32"),
            tuple("Bitcast", "int32"),
            tuple("Cast", "float32"),
            tuple("Mul", "float32"),
            tuple("Reshape", "float32"),
            tuple("BiasAdd", "float32"),
            tuple("Softmax", "float32"));
    assertThat(last).extracting(ModelInspector.Layer::range).containsOnly("");
    assertThat(contents.parameters()).isEqualTo(6 + 2 + 4 + 2);
  }

  @Test
  void showsWhatItWroteOfAConvolutionInTiles() throws IOException {
    List<Network.Operation> operations =
        new ArrayList<>(WinogradGraphTest.network(20).operations());
    GlobalAverage average = new GlobalAverage("average", operations.get(operations.size() - 1));
    operations.add(average);
    int channels = average.shape()[0];
    operations.add(new Dense("dense", average, new float[2 * channels], new float[2], true));
    ModelCompiler compiler =
        new ModelCompiler(
            new SourceModel(
                Path.of("unused"),
                "tiles",
                new InputSpec(20, 20, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
                new Network(operations),
                List.of("One", "Two")));
    ModelInspector.Contents contents =
        ModelInspector.inspect(
            compiler.compile(Precision.FP32, Engine.TENSORFLOW, output).directory());
    assertThat(contents.layers())
        .extracting(ModelInspector.Layer::operator)
        .containsSequence("GatherV2", "Reshape", "MatMul", "Reshape", "BatchMatMulV2");
  }

  @Test
  void writesTheSameForOnnxRuntimeUnderANameOfItsOwn() throws IOException {
    TinyModel.write(source);
    ModelCompiler compiler = ModelCompiler.of(source);
    ModelCompiler.Result result = compiler.compile(Precision.FP32, Engine.ONNXRUNTIME, output);
    assertThat(result.manifest().id()).matches("tiny-fp32-onnx@[0-9a-f]{12}");
    assertThat(result.directory()).isEqualTo(output.resolve("tiny-fp32-onnx"));
    result.manifest().checkFiles(result.directory());
    assertThat(compiler.compile(Precision.FP32, Engine.ONNXRUNTIME, output).unchanged()).isTrue();
    assertThat(compile(output).unchanged()).isFalse();
  }

  private ModelCompiler.Result compile(Path target) throws IOException {
    return ModelCompiler.of(source).compile(Precision.FP32, Engine.TENSORFLOW, target);
  }

  @Nested
  class Refuses {

    @Test
    void int8WithoutRanges() throws IOException {
      TinyModel.write(source);
      assertInt8Fails("activation-ranges.tsv is missing", "--calibrate DIR");
    }

    @Test
    void int8WithoutTheRangeOfAConvolution() throws IOException {
      writeRanges("other\t0\t1");
      assertInt8Fails("no activation range is recorded for conv");
    }

    @Test
    void int8WithAnEmptyRange() throws IOException {
      writeRanges("conv\t0\t0");
      assertInt8Fails("the activation range of conv is empty");
    }

    @Test
    void rangesThatAreNone() throws IOException {
      writeRanges("conv\t0");
      assertInt8Fails("must be lines of name, minimum and maximum");
    }

    private void writeRanges(String line) throws IOException {
      TinyModel.write(source);
      Files.writeString(source.resolve(ModelCompiler.RANGES), line + "\n");
    }

    private void assertInt8Fails(String... parts) {
      assertThatThrownBy(
              () -> ModelCompiler.of(source).compile(Precision.INT8, Engine.TENSORFLOW, output))
          .isInstanceOf(InvalidModelException.class)
          .message()
          .contains(parts);
    }

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
      write("\"activation\": \"relu\"", "\"activation\": \"snake\"");
      assertFails("layer relu has activation snake, which is not supported");
    }

    @Test
    void aNormalisationByTheRootOfTheMeanSquare() throws IOException {
      TinyModel.write(
          source,
          TinyModel.TOPOLOGY
              .replace("BatchNormalization", "LayerNormalization")
              .replace("\"epsilon\"", "\"rms_scaling\": true, \"epsilon\""));
      assertFails("layer bn has rms_scaling, which is not supported: train it without");
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
      assertFails("tensor fc/kernel must be float32, or quantised", "but is int8");
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
      assertThatThrownBy(() -> compile(output))
          .isInstanceOf(InvalidModelException.class)
          .message()
          .contains(parts)
          .doesNotContain("\n");
    }
  }
}
