package io.labelstream.vision;

import java.time.Duration;

/** A model that is ready to classify images. Not thread-safe; one per task. */
public interface Classifier extends AutoCloseable {

  ModelManifest manifest();

  /** How long whoever opened this waited for the model to be loaded; zero if it was there. */
  default Duration loadTime() {
    return Duration.ZERO;
  }

  /**
   * @param image a tensor of the manifest's input size
   * @return the softmax probability of each class, in the order of the manifest's labels
   */
  float[] probabilities(ImageTensor image);

  /** Releases the model, which leaves the memory with its last user, or some time after it. */
  @Override
  void close();
}
