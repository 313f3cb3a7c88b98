package io.labelstream.vision;

/** A classifier of one task, on the model that all tasks of its JVM share. */
final class ModelClassifier implements Classifier {

  private final SharedModel model;
  private final ModelRunner runner;
  private boolean closed;

  /** Takes over the caller's hold on the model. */
  ModelClassifier(SharedModel model) {
    this.model = model;
    runner = model.newRunner();
  }

  @Override
  public ModelManifest manifest() {
    return model.manifest();
  }

  @Override
  public float[] probabilities(ImageTensor image) {
    return runner.run(image);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        runner.close();
      } finally {
        model.release();
      }
    }
  }
}
