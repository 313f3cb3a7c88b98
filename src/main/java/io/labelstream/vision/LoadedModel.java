package io.labelstream.vision;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.IOException;
import java.nio.file.Path;

/** A graph in its engine's memory, which makes a vector of numbers of an image. */
public final class LoadedModel implements AutoCloseable {

  private final Engine engine;
  private final Model model;

  private LoadedModel(Engine engine, Model model) {
    this.engine = engine;
    this.model = model;
  }

  /**
   * Loads a graph and runs it once: the first run optimises the graph and lays out the weights,
   * which no record should wait for.
   *
   * @param directory the folder of a SavedModel, or of a {@code model.onnx}
   * @param size height and width of its image in pixels
   * @param outputs how many numbers it must give for an image
   * @throws IOException if it cannot be loaded or gives another number of them
   */
  public static LoadedModel load(Engine engine, Path directory, int size, int outputs)
      throws IOException {
    engine.prepare();
    LoadedModel model =
        new LoadedModel(
            engine, Model.newInstance(directory.getFileName().toString(), engine.djlName()));
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
  public ModelRunner newRunner() {
    return new ModelRunner(engine, model.newPredictor(new TensorTranslator()));
  }

  @Override
  public void close() {
    model.close();
  }

  private void read(Path directory) throws IOException {
    try {
      engine.load(model, directory);
    } catch (MalformedModelException | RuntimeException e) {
      // TensorFlow's own exceptions are unchecked. They name the file, and then each operation on
      // the way to it in a line of its own. DJL hides ONNX Runtime's behind one that says nothing.
      Throwable told =
          e instanceof MalformedModelException && e.getCause() != null ? e.getCause() : e;
      String reason = String.valueOf(told.getMessage()).lines().findFirst().orElse("");
      throw new IOException(engine.title() + " cannot load " + directory + ": " + reason, e);
    }
  }

  private void warmUp(Path directory, int size, int outputs) throws IOException {
    try (ModelRunner runner = newRunner()) {
      int actual = runner.run(new ImageTensor(size)).length;
      if (actual != outputs) {
        throw new IOException(
            directory + " gives " + actual + " numbers, but must give " + outputs);
      }
    }
  }
}
