package io.labelstream.registry;

import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.vision.ClassifierFactory;
import java.io.IOException;

/**
 * One model for as long as the job runs.
 *
 * @param reuseAnswers how many images each task remembers
 */
record FixedSource(ClassifierFactory classifiers, int reuseAnswers) implements ModelSource {

  private static final long serialVersionUID = 1;

  @Override
  public TaskModels open(TaskPlace place, ClassificationMetrics metrics) throws IOException {
    return FixedModel.open(classifiers, reuseAnswers, metrics);
  }

  @Override
  public void releaseUnused() {
    classifiers.releaseUnused();
  }
}
