package io.labelstream.tools.compiler;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A layers model of TensorFlow.js: {@code model.json} and the shards that it names. */
final class TensorFlowJsModel {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private TensorFlowJsModel() {}

  /** Reads the files of a folder by their names. */
  interface Files {
    byte[] read(String name) throws IOException;
  }

  /**
   * @param topology the name of the file with the layers; if it is a {@link ScriptModule}, the
   *     shards are too
   */
  static StoredModel read(String topology, Files files) throws IOException {
    boolean script = topology.endsWith(ScriptModule.SUFFIX);
    byte[] content = files.read(topology);
    JsonNode document = script ? ScriptModule.json(topology, content) : parse(topology, content);
    JsonNode model = document.at("/modelTopology/model_config");
    JsonNode manifest = document.at("/weightsManifest");
    if (!KerasTopology.isModel(model) || !manifest.isArray()) {
      throw new InvalidModelException(
          topology
              + " is not a TensorFlow.js layers model"
              + (document.path("format").asText().equals("graph-model")
                  ? ", but a graph: convert the Keras model with --output_format=tfjs_layers_model"
                  : ""));
    }
    ByteArrayOutputStream shards = new ByteArrayOutputStream();
    for (JsonNode group : manifest) {
      for (JsonNode path : group.path("paths")) {
        String name = path.asText();
        String file = script ? name + ScriptModule.SUFFIX : name;
        byte[] bytes = files.read(file);
        shards.writeBytes(script ? ScriptModule.base64(file, bytes) : bytes);
      }
    }
    String version = document.at("/modelTopology/keras_version").asText();
    return StoredModel.inMemory(
        KerasTopology.read(model, version), ShardTensors.read(manifest, shards.toByteArray()));
  }

  private static JsonNode parse(String name, byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new InvalidModelException(name + " cannot be read: " + e.getOriginalMessage());
    }
  }
}
