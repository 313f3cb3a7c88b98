package io.labelstream.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes classifiers of a compiled model that TensorFlow runs through DJL.
 *
 * @param model a compiled model's directory on the machine where the task runs, or the same without
 *     its precision
 * @param precision the precision to use, or null for the fastest that this machine is good at
 */
public record TensorFlowClassifierFactory(String model, @Nullable Precision precision)
    implements ClassifierFactory {

  private static final long serialVersionUID = 1;

  @Override
  public Classifier open() throws IOException {
    ModelChoice choice = ModelChoice.of(Path.of(model), Optional.ofNullable(precision));
    SharedModel shared = SharedModel.acquire(choice);
    try {
      return new TensorFlowClassifier(shared);
    } catch (RuntimeException e) {
      shared.release();
      throw e;
    }
  }
}
