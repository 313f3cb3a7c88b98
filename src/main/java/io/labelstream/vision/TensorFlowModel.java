package io.labelstream.vision;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.IOException;
import java.nio.file.Path;

/** A SavedModel in TensorFlow's memory, which makes a vector of numbers of an image. */
public final class TensorFlowModel implements AutoCloseable {

  private static final String ENGINE = "TensorFlow";

  private final Model model;

  private TensorFlowModel(Model model) {
    this.model = model;
  }

  /**
   * Loads a SavedModel and runs it once: the first run optimises the graph and lays out the
   * weights, which no record should wait for.
   *
   * @param directory the SavedModel's folder
   * @param size height and width of its image in pixels
   * @param outputs how many numbers it must give for an image
   * @throws IOException if it cannot be loaded or gives another number of them
   */
  public static TensorFlowModel load(Path directory, int size, int outputs) throws IOException {
    NativeLibraries.prepareTensorFlow();
    TensorFlowModel model =
        new TensorFlowModel(Model.newInstance(directory.getFileName().toString(), ENGINE));
    try {
      model.read(directory);
      model.warmUp(directory, size, outputs);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Makes a runner for one thread. */
  public TensorFlowRunner newRunner() {
    return new TensorFlowRunner(model.newPredictor(new TensorTranslator()));
  }

  @Override
  public void close() {
    model.close();
  }

  private void read(Path directory) throws IOException {
    try {
      model.load(directory);
    } catch (MalformedModelException | RuntimeException e) {
      // TensorFlow's own exceptions are unchecked. They name the file, and then each operation on
      // the way to it in a line of its own.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException("TensorFlow cannot load " + directory + ": " + reason, e);
    }
  }

  private void warmUp(Path directory, int size, int outputs) throws IOException {
    try (TensorFlowRunner runner = newRunner()) {
      int actual = runner.run(new ImageTensor(size)).length;
      if (actual != outputs) {
        throw new IOException(
            directory + " gives " + actual + " numbers, but must give " + outputs);
      }
    }
  }
}
