package io.labelstream.registry;

import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.vision.ClassifierFactory;
import java.io.IOException;
import java.io.Serializable;

/** Where the tasks of a job have their models from; travels to them with the job. */
@FunctionalInterface
public interface ModelSource extends Serializable {

  /**
   * Opens what a task answers with, and returns when it can answer.
   *
   * @param place where the task runs
   * @throws IOException if there is no model to answer with; the message says what to do
   */
  TaskModels open(TaskPlace place, ClassificationMetrics metrics) throws IOException;

  /** Gives back at once what is kept for tasks to come, before the job's classes are unloaded. */
  default void releaseUnused() {}

  /**
   * One model for as long as the job runs.
   *
   * @param reuseAnswers how many images each task remembers
   */
  static ModelSource fixed(ClassifierFactory classifiers, int reuseAnswers) {
    return new FixedSource(classifiers, reuseAnswers);
  }
}
