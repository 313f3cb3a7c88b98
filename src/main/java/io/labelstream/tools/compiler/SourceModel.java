package io.labelstream.tools.compiler;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.vision.InputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A model as it was published, read and checked.
 *
 * @param directory the folder from which it was read
 * @param name the model's name
 * @param input the form of the images with which it was trained
 * @param network the operations that it computes
 * @param labels the classes' names in title case, in the order of the output
 */
record SourceModel(
    Path directory, String name, InputSpec input, Network network, List<String> labels) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  SourceModel {
    labels = List.copyOf(labels);
  }

  /**
   * Reads a folder with weights, their checksums and the manifest.
   *
   * @throws InvalidModelException if a file is missing or changed, or a layer or tensor does not
   *     fit
   */
  static SourceModel read(Path directory) throws IOException {
    SourceFiles files = new SourceFiles(directory);
    files.checkAll();
    SourceManifest manifest =
        parse(
            directory, "manifest.json", files.readUnchecked("manifest.json"), SourceManifest.class);
    List<String> labels =
        LabelNames.parse(
            parse(directory, manifest.labels(), files.read(manifest.labels()), JsonNode.class));
    try (StoredModel stored = TensorFlowJsModel.read(manifest.topology(), files::read)) {
      Network network = KerasReader.read(stored.model(), stored.weights());
      checkInput(network, manifest.input());
      checkOutput(network, labels);
      return new SourceModel(directory, manifest.name(), manifest.input(), network, labels);
    }
  }

  private static void checkInput(Network network, InputSpec input) throws InvalidModelException {
    int[] expected = {input.size(), input.size(), 3};
    if (!Arrays.equals(network.input().shape(), expected)) {
      throw new InvalidModelException(
          "the model's input is "
              + Arrays.toString(network.input().shape())
              + ", but the manifest says "
              + Arrays.toString(expected));
    }
  }

  /** Checks that there is a label for each number that the model gives. */
  static void checkOutput(Network network, List<String> labels) throws InvalidModelException {
    if (!Arrays.equals(network.output().shape(), new int[] {labels.size()})) {
      throw new InvalidModelException(
          "the model's output is "
              + Arrays.toString(network.output().shape())
              + ", but there are "
              + labels.size()
              + " labels");
    }
  }

  private static <T> T parse(Path directory, String name, byte[] json, Class<T> type)
      throws IOException {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new InvalidModelException(
          directory.resolve(name) + " cannot be read: " + e.getOriginalMessage());
    }
  }
}
