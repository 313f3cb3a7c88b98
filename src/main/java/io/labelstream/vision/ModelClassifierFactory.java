package io.labelstream.vision;

import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Makes classifiers of a compiled model.
 *
 * @param model a compiled model's directory on the machine where the task runs, or the same without
 *     its precision
 * @param precision what to compute in on the machine where the task runs
 * @param engine what to run it in there
 * @param linger how long the model stays in memory after the last classifier has been closed
 */
public record ModelClassifierFactory(
    String model, PrecisionChoice precision, EngineChoice engine, Duration linger)
    implements ClassifierFactory {

  private static final long serialVersionUID = 1;

  /** Makes classifiers of a model that leaves the memory with the last of them. */
  public ModelClassifierFactory(String model, PrecisionChoice precision, EngineChoice engine) {
    this(model, precision, engine, Duration.ZERO);
  }

  /**
   * What could be opened on this machine.
   *
   * @throws IOException if there is no such model; the message says what to do
   */
  public List<ModelChoice> choices() throws IOException {
    return ModelChoice.of(Path.of(model), precision, engine);
  }

  /**
   * Whether the model is in memory, used or not.
   *
   * @throws IOException if there is no such model; the message says what to do
   */
  public boolean isLoaded() throws IOException {
    return SharedModel.isLoaded(choices());
  }

  @Override
  public Classifier open() throws IOException {
    List<ModelChoice> choices = choices();
    long start = System.nanoTime();
    SharedModel shared = SharedModel.acquire(choices);
    try {
      return new ModelClassifier(shared, linger, shared.loadTimeSince(start));
    } catch (RuntimeException e) {
      shared.release(linger);
      throw e;
    }
  }

  @Override
  public void releaseUnused() {
    SharedModel.unloadUnused();
  }
}
