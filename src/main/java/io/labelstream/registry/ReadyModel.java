package io.labelstream.registry;

import io.labelstream.vision.Classifier;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ImageTensor;
import java.io.IOException;

/**
 * A model that is loaded and has run, of which each task opens a classifier of its own.
 *
 * @param kept keeps it loaded while no task has it
 * @param afterwards what is to be done when nobody needs it any more
 */
record ReadyModel(ClassifierFactory classifiers, Classifier kept, Runnable afterwards)
    implements AutoCloseable {

  /**
   * Loads a model and runs it once.
   *
   * @throws IOException if it does not load, or gives what are no probabilities
   */
  static ReadyModel of(ClassifierFactory classifiers, Runnable afterwards) throws IOException {
    Classifier kept = classifiers.open();
    try {
      check(kept);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      kept.close();
      throw e;
    }
    return new ReadyModel(classifiers, kept, afterwards);
  }

  /** The model's name and content hash. */
  String id() {
    return kept.manifest().id();
  }

  private static void check(Classifier classifier) throws IOException {
    float[] probabilities =
        classifier.probabilities(new ImageTensor(classifier.manifest().input().size()));
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IOException(
            classifier.manifest().id()
                + " gives "
                + probability
                + " for an image of zeros, which is no probability");
      }
    }
  }

  @Override
  public void close() {
    try {
      kept.close();
    } finally {
      afterwards.run();
    }
  }
}
