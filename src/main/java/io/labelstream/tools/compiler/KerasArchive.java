package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.labelstream.files.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a functional model of Keras 2 as a {@code .keras} file of Keras 3, with another dense
 * layer in place of its last one. An {@code .h5} would need its layers in one attribute, which jHDF
 * writes up to 64 KiB.
 */
final class KerasArchive {

  /** The release whose format this is; later ones read it. */
  private static final String VERSION = "3.0.0";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final JsonNode model;
  private final StoredModel stored;

  /**
   * @param model the model's class and configuration
   * @param stored the same with its weights
   */
  KerasArchive(JsonNode model, StoredModel stored) {
    this.model = model;
    this.stored = stored;
  }

  /**
   * Writes the file whole or not at all.
   *
   * @param last the name of the layer that is replaced
   * @param layer the name of the one in its place
   */
  void write(Path file, String last, String layer, DenseHead head) throws IOException {
    Path weights = Files.createTempFile("labelstream-weights", ".h5");
    try {
      writeWeights(weights, last, head);
      byte[] config = JSON.writeValueAsBytes(config(last, layer, head.classes()));
      WholeFile.write(file, unfinished -> zip(unfinished, config, weights));
    } finally {
      Files.delete(weights);
    }
  }

  private static void zip(Path file, byte[] config, Path weights) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      // Weights are as good as random: to compress them costs time and gains little.
      zip.setLevel(0);
      put(zip, "metadata.json", JSON.writeValueAsBytes(Map.of("keras_version", VERSION)));
      put(zip, "config.json", config);
      zip.putNextEntry(new ZipEntry("model.weights.h5"));
      Files.copy(weights, zip);
      zip.closeEntry();
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private ObjectNode config(String last, String layer, int classes) {
    ObjectNode whole = named(model.deepCopy(), "keras", "Model");
    ObjectNode config = (ObjectNode) whole.get("config");
    for (JsonNode each : config.get("layers")) {
      ObjectNode one = named((ObjectNode) each, "keras.layers", each.get("class_name").asText());
      ObjectNode settings = (ObjectNode) one.get("config");
      switch (one.get("class_name").asText()) {
        case "InputLayer" -> settings.set("batch_shape", settings.remove("batch_input_shape"));
        case "BatchNormalization" -> settings.put("axis", -1);
        default -> {
          // Keras 3 says it as Keras 2 does.
        }
      }
      if (one.get("name").asText().equals(last)) {
        one.put("name", layer);
        settings.put("name", layer).put("units", classes);
      }
    }
    config.set("input_layers", config.get("input_layers").get(0));
    config.set("output_layers", reference(layer));
    return whole;
  }

  private static ObjectNode named(ObjectNode object, String module, String type) {
    return object.put("module", module).put("class_name", type).putNull("registered_name");
  }

  private static ArrayNode reference(String layer) {
    return JSON.createArrayNode().add(layer).add(0).add(0);
  }

  private void writeWeights(Path file, String last, DenseHead head) throws IOException {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup layers = hdf.putGroup("layers");
      for (KerasLayer layer : stored.model().layers()) {
        List<String> kinds = LayerVariables.of(layer);
        if (kinds.isEmpty()) {
          continue;
        }
        String group = layer.place().path().substring("layers/".length());
        WritableGroup variables = layers.putGroup(group).putGroup("vars");
        for (int i = 0; i < kinds.size(); i++) {
          Weights.Tensor tensor =
              layer.name().equals(last)
                  ? tensor(head, kinds.get(i))
                  : stored.weights().find(layer, kinds.get(i));
          variables.putDataset(Integer.toString(i), nested(tensor.shape(), tensor.values()));
        }
      }
    }
  }

  private static Weights.Tensor tensor(DenseHead head, String kind) {
    return kind.equals("bias")
        ? new Weights.Tensor(kind, new int[] {head.classes()}, head.bias())
        : new Weights.Tensor(kind, new int[] {head.features(), head.classes()}, head.kernel());
  }

  /** As jHDF takes a tensor: arrays of arrays. */
  private static Object nested(int[] shape, float[] values) {
    if (shape.length == 1) {
      return values;
    }
    int[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    int length = values.length / shape[0];
    Object[] rows = (Object[]) Array.newInstance(float.class, shape);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = nested(inner, Arrays.copyOfRange(values, i * length, (i + 1) * length));
    }
    return rows;
  }
}
