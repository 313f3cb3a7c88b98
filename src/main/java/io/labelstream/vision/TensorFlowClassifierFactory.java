package io.labelstream.vision;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Classifiers of a compiled model, run by TensorFlow through DJL.
 *
 * @param directory the model's directory on the machine where the task runs
 */
public record TensorFlowClassifierFactory(String directory) implements ClassifierFactory {

  private static final long serialVersionUID = 1;

  @Override
  public Classifier open() throws IOException {
    SharedModel model = SharedModel.acquire(Path.of(directory));
    try {
      return new TensorFlowClassifier(model);
    } catch (RuntimeException e) {
      model.release();
      throw e;
    }
  }
}
