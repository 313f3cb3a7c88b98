package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.vision.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.DataType;

/**
 * Small models of one layer or a few, in both engines, against what Keras itself gave for them;
 * {@code keras-fixtures.py} made them.
 */
class KerasLayersTest {

  private static final float TOLERANCE = 2e-5f;
  private static final int SIZE = 6;

  @TempDir private Path folder;

  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Case(String name, JsonNode model, JsonNode weights, float[] image, float[] output) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    try (InputStream in = KerasLayersTest.class.getResourceAsStream("keras-layers.json")) {
      JsonNode file = JsonMapper.builder().build().readTree(in);
      List<Case> cases = new ArrayList<>();
      for (JsonNode each : file.get("cases")) {
        cases.add(
            new Case(
                each.get("name").asText(),
                each.get("model"),
                each.get("weights"),
                floats(file.get("image")),
                floats(each.get("output"))));
      }
      return cases;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void giveWhatKerasGives(Case each) throws IOException {
    KerasModel model = KerasTopology.read(each.model(), "3.15.1");
    Network network = KerasReader.read(model, new Weights(store(each.weights())));
    int outputs = each.output().length;
    assertThat(network.output().shape()).containsExactly(outputs);

    GraphWriter graph = new GraphWriter();
    FloatGraph floats = new FloatGraph(graph);
    network.operations().forEach(operation -> operation.writeTo(floats));
    // TensorFlow restores no list of variables that is empty.
    graph.variable("one", DataType.DT_FLOAT, new int[] {1}, Tensors.bytes(1f));
    Path savedModel = folder.resolve("saved_model");
    SavedModelFiles.of(graph, network.input(), "result", network.output().name(), outputs)
        .write(savedModel);
    assertGives(each, Engine.TENSORFLOW, savedModel);

    OnnxGraph onnx = new OnnxGraph();
    OnnxFloatGraph onnxFloats = new OnnxFloatGraph(onnx);
    network.operations().forEach(operation -> operation.writeTo(onnxFloats));
    onnx.output(network.output().name(), outputs);
    Path onnxModel = folder.resolve("onnx");
    onnx.files().write(onnxModel);
    assertGives(each, Engine.ONNXRUNTIME, onnxModel);
  }

  private static void assertGives(Case each, Engine engine, Path directory) throws IOException {
    float[] actual = GraphRun.run(engine, directory, each.image(), SIZE, each.output().length);
    for (int i = 0; i < actual.length; i++) {
      float expected = each.output()[i];
      assertThat(actual[i])
          .as("%s in %s, number %d", each.name(), engine, i)
          .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }
  }

  private static Weights.Store store(JsonNode weights) {
    return (layer, kind) -> {
      for (String alias : LayerVariables.aliases(layer, kind)) {
        String name = layer.place().layer() + "/" + alias;
        JsonNode tensor = weights.path(name);
        if (tensor.isObject()) {
          return Optional.of(
              new Weights.Tensor(
                  name, KerasModel.ints(tensor.get("shape")), floats(tensor.get("values"))));
        }
      }
      return Optional.empty();
    };
  }

  private static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return values;
  }
}
