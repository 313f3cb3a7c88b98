package io.labelstream.tools.compiler;

import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/**
 * Runs a classifier in fp32 up to its last layer. What that layer would take tells photographs of
 * other classes apart, too. Not thread-safe.
 */
public final class FeatureExtractor implements AutoCloseable {

  private final ImageDecoder decoder;
  private final ImageTensor tensor;
  private final LoadedModel model;
  private final ModelRunner runner;

  private FeatureExtractor(
      ImageDecoder decoder, ImageTensor tensor, LoadedModel model, ModelRunner runner) {
    this.decoder = decoder;
    this.tensor = tensor;
    this.model = model;
    this.runner = runner;
  }

  /**
   * Loads a network.
   *
   * @param features the operation whose output is asked for, a vector
   */
  static FeatureExtractor load(InputSpec input, Network network, Network.Operation features)
      throws IOException {
    GraphWriter graph = new GraphWriter();
    FloatGraph floats = new FloatGraph(graph);
    network.operations().forEach(operation -> operation.writeTo(floats));
    int size = features.shape()[0];
    Path directory = Files.createTempDirectory("labelstream-features");
    try {
      SavedModelFiles.of(graph, network.input(), "features", features.name(), size)
          .write(directory);
      return of(input, LoadedModel.load(Engine.TENSORFLOW, directory, input.size(), size));
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  /** Closes the model if the rest cannot be made. */
  private static FeatureExtractor of(InputSpec input, LoadedModel model) {
    try {
      return new FeatureExtractor(
          new ImageDecoder(input, ImageLimits.DEFAULT),
          new ImageTensor(input.size()),
          model,
          model.newRunner());
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * The features of a photograph.
   *
   * @throws IOException if it cannot be read or decoded
   */
  public float[] features(Path photograph) throws IOException {
    try {
      decoder.decode(Files.readAllBytes(photograph), tensor);
    } catch (ImageRejectedException e) {
      throw new IOException(photograph + " cannot be used: " + e.reason(), e);
    }
    return runner.run(tensor);
  }

  @Override
  public void close() {
    runner.close();
    model.close();
  }
}
