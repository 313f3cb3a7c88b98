package io.labelstream.vision;

import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes classifiers of a compiled model that TensorFlow runs through DJL.
 *
 * @param model a compiled model's directory on the machine where the task runs, or the same without
 *     its precision
 * @param precision what to compute in on the machine where the task runs
 */
public record TensorFlowClassifierFactory(String model, PrecisionChoice precision)
    implements ClassifierFactory {

  private static final long serialVersionUID = 1;

  @Override
  public Classifier open() throws IOException {
    ModelChoice choice = ModelChoice.of(Path.of(model), precision);
    SharedModel shared = SharedModel.acquire(choice);
    try {
      return new TensorFlowClassifier(shared);
    } catch (RuntimeException e) {
      shared.release();
      throw e;
    }
  }
}
