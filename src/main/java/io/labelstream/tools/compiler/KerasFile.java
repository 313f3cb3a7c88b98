package io.labelstream.tools.compiler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The two files in which Keras itself stores a model whole. */
final class KerasFile {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private KerasFile() {}

  /** Reads Keras 3's {@code .keras}: a zip of {@code config.json} and {@code model.weights.h5}. */
  static StoredModel readArchive(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode config = parse(file + "!config.json", entry(zip, file, "config.json"));
      String version =
          parse(file + "!metadata.json", entry(zip, file, "metadata.json"))
              .path("keras_version")
              .asText();
      KerasModel model = KerasTopology.read(config, version);
      HdfFile weights = HdfFile.fromBytes(entry(zip, file, "model.weights.h5"));
      return new StoredModel(
          model, new Weights(guarded(file, Hdf5Tensors.ofKeras3(weights))), weights);
    } catch (ZipException | HdfException e) {
      throw damaged(file, e);
    }
  }

  private static byte[] entry(ZipFile zip, Path file, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new InvalidModelException(
          file + " has no " + name + ", so it is not what Keras saves as .keras");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /** Reads Keras 2's {@code .h5}: the attribute {@code model_config}, and {@code model_weights}. */
  static StoredModel readHdf5(Path file) throws IOException {
    HdfFile hdf = open(file);
    try {
      JsonNode config =
          parse(file + "#model_config", text(hdf, file, "model_config").getBytes(UTF_8));
      Node weights = hdf.getChildren().get("model_weights");
      if (!(weights instanceof Group group)) {
        throw new InvalidModelException(file + " has no group model_weights");
      }
      Attribute version = hdf.getAttributes().get("keras_version");
      KerasModel model =
          KerasTopology.read(config, version == null ? "" : String.valueOf(version.getData()));
      return new StoredModel(model, new Weights(guarded(file, Hdf5Tensors.ofKeras2(group))), hdf);
    } catch (HdfException e) {
      hdf.close();
      throw damaged(file, e);
    } catch (IOException | RuntimeException e) {
      hdf.close();
      throw e;
    }
  }

  /** A file that is damaged within shows it only when a tensor is read, and in many ways. */
  private static Weights.Store guarded(Path file, Weights.Store store) {
    return (layer, kind) -> {
      try {
        return store.find(layer, kind);
      } catch (RuntimeException e) {
        throw damaged(file, e);
      }
    };
  }

  private static HdfFile open(Path file) throws InvalidModelException {
    try {
      return new HdfFile(file);
    } catch (HdfException e) {
      throw damaged(file, e);
    }
  }

  private static String text(HdfFile hdf, Path file, String name) throws InvalidModelException {
    Attribute attribute = hdf.getAttributes().get(name);
    if (attribute == null) {
      throw new InvalidModelException(
          file + " has weights alone: save the whole model by model.save, not save_weights");
    }
    return String.valueOf(attribute.getData());
  }

  private static InvalidModelException damaged(Path file, Exception cause) {
    return new InvalidModelException(file + " cannot be read: " + cause.getMessage());
  }

  private static JsonNode parse(String name, byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new InvalidModelException(name + " cannot be read: " + e.getOriginalMessage());
    }
  }
}
