package io.labelstream.vision;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;

/** One task's predictor on the model that its whole JVM shares. */
final class TensorFlowClassifier implements Classifier {

  private final SharedModel model;
  private final Predictor<ImageTensor, float[]> predictor;
  private boolean closed;

  /** Takes over the caller's hold on the model. */
  TensorFlowClassifier(SharedModel model) {
    this.model = model;
    predictor = model.newPredictor();
  }

  @Override
  public ModelManifest manifest() {
    return model.manifest();
  }

  @Override
  public float[] probabilities(ImageTensor image) {
    try {
      return predictor.predict(image);
    } catch (TranslateException e) {
      throw new IllegalStateException("TensorFlow failed on an image: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        predictor.close();
      } finally {
        model.release();
      }
    }
  }
}
