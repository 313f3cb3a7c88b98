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
   * Classifies one image, or a batch in one run.
   *
   * @param images a tensor of the manifest's input size
   * @return the softmax probability of each class of the first image, in the order of the
   *     manifest's labels, then those of the next one
   */
  float[] probabilities(ImageTensor images);

  /** Releases the model, which leaves the memory with its last user, or some time after it. */
  @Override
  void close();
}
