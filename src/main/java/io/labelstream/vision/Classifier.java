package io.labelstream.vision;

/** A model that is ready to predict. Not thread-safe; one per task. */
public interface Classifier extends AutoCloseable {

  /** What the model is and how it wants its image. */
  ModelManifest manifest();

  /**
   * Predicts.
   *
   * @param image a tensor of the manifest's input size
   * @return the softmax probability of each class, in the order of the manifest's labels
   */
  float[] probabilities(ImageTensor image);

  /** Gives back what was taken; the model itself goes with its last user. */
  @Override
  void close();
}
