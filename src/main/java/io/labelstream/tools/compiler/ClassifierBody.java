package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.tools.compiler.Network.Dense;
import java.io.IOException;
import java.nio.file.Path;

/** A classifier as it was published, less its last layer, in whose place comes one of your own. */
public final class ClassifierBody {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final SourceModel source;
  private final Dense head;

  private ClassifierBody(SourceModel source, Dense head) {
    this.source = source;
    this.head = head;
  }

  /**
   * Reads a model.
   *
   * @param source the folder with the weights, their checksums and the manifest
   * @throws InvalidModelException if a file is missing or changed, or the model does not end with a
   *     dense layer
   */
  public static ClassifierBody read(Path source) throws IOException {
    SourceModel model = SourceModel.read(source);
    if (!(model.network().output() instanceof Dense head)) {
      throw new InvalidModelException(
          source
              + " must end with a dense layer, but ends with "
              + model.network().output().name());
    }
    return new ClassifierBody(model, head);
  }

  /** Loads it to compute what its last layer would take. */
  public FeatureExtractor extractor() throws IOException {
    return FeatureExtractor.load(source.input(), source.network(), head.input());
  }

  /**
   * Writes it with another last layer as Keras 3 saves a model.
   *
   * @param file the {@code .keras} file; one that is there is replaced
   * @param layer the name of the last layer
   */
  public void write(Path file, String layer, DenseHead other) throws IOException {
    if (other.features() != head.kernelShape()[0]) {
      throw new IllegalArgumentException(
          "the layer must take %d features, but takes %d"
              .formatted(head.kernelShape()[0], other.features()));
    }
    SourceFiles files = new SourceFiles(source.directory());
    SourceManifest manifest =
        JSON.readValue(files.readUnchecked("manifest.json"), SourceManifest.class);
    try (StoredModel stored = TensorFlowJsModel.read(manifest.topology(), files::read)) {
      KerasArchive archive =
          new KerasArchive(
              JSON.readTree(files.read(manifest.topology())).at("/modelTopology/model_config"),
              stored);
      archive.write(file, head.name(), layer, other);
    }
  }
}
