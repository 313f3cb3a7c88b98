package io.labelstream.vision;

/** A model that is ready to classify images. Not thread-safe; one per task. */
public interface Classifier extends AutoCloseable {

  ModelManifest manifest();

  /**
   * @param image a tensor of the manifest's input size
   * @return the softmax probability of each class, in the order of the manifest's labels
   */
  float[] probabilities(ImageTensor image);

  /** Releases the model, which leaves the memory with its last user. */
  @Override
  void close();
}
