package io.labelstream.vision;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;

/** Runs a loaded model in one thread. Threads may share the model, but not a runner. */
public final class ModelRunner implements AutoCloseable {

  private final Engine engine;
  private final Predictor<ImageTensor, float[]> predictor;

  ModelRunner(Engine engine, Predictor<ImageTensor, float[]> predictor) {
    this.engine = engine;
    this.predictor = predictor;
  }

  /**
   * Runs the model on the images of a tensor.
   *
   * @return the outputs of the first image, then those of the next one; for each image as many as
   *     the model was loaded with, in the order of its output
   * @throws IllegalStateException if the engine fails
   */
  public float[] run(ImageTensor image) {
    try {
      return predictor.predict(image);
    } catch (TranslateException e) {
      throw new IllegalStateException(engine.title() + " failed on an image: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    predictor.close();
  }
}
