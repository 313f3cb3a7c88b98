package io.labelstream.vision;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;

/** Runs a loaded model in one thread; the model may be shared, this may not. */
public final class TensorFlowRunner implements AutoCloseable {

  private final Predictor<ImageTensor, float[]> predictor;

  TensorFlowRunner(Predictor<ImageTensor, float[]> predictor) {
    this.predictor = predictor;
  }

  /**
   * What the model gives for an image, or for each image of a batch one after the other.
   *
   * @throws IllegalStateException if TensorFlow fails
   */
  public float[] run(ImageTensor image) {
    try {
      return predictor.predict(image);
    } catch (TranslateException e) {
      throw new IllegalStateException("TensorFlow failed on an image: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    predictor.close();
  }
}
