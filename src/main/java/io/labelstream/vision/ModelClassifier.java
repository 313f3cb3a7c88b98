package io.labelstream.vision;

import java.time.Duration;

/** A classifier of one task, on the model that all tasks of its JVM share. */
final class ModelClassifier implements Classifier {

  private final SharedModel model;
  private final Duration linger;
  private final Duration loadTime;
  private final ModelRunner runner;
  private boolean closed;

  /**
   * Takes over the caller's hold on the model.
   *
   * @param linger how long the model stays after its last user
   * @param loadTime how long the caller waited for it
   */
  ModelClassifier(SharedModel model, Duration linger, Duration loadTime) {
    this.model = model;
    this.linger = linger;
    this.loadTime = loadTime;
    runner = model.newRunner();
  }

  @Override
  public ModelManifest manifest() {
    return model.manifest();
  }

  @Override
  public Duration loadTime() {
    return loadTime;
  }

  @Override
  public float[] probabilities(ImageTensor images) {
    return runner.run(images);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        runner.close();
      } finally {
        model.release(linger);
      }
    }
  }
}
