package io.labelstream.vision;

import java.io.IOException;
import java.io.Serializable;

/** Makes a task's classifier where the task runs; travels there with the job. */
@FunctionalInterface
public interface ClassifierFactory extends Serializable {

  /**
   * @throws IOException if the model is missing or damaged
   */
  Classifier open() throws IOException;

  /**
   * Gives back at once what is kept for classifiers to come. Whoever opens some calls it before
   * their classes are unloaded, when no further ones will come.
   */
  default void releaseUnused() {}
}
