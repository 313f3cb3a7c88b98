package io.labelstream.bench;

import io.labelstream.settings.EngineChoice;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.ModelClassifierFactory;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The model as a job's tasks run it, in the engine that is faster here, on inputs that are ready.
 */
record ClassifierLoop(Classifier classifier, ImageTensor image) implements ParallelLoop.Step {

  /**
   * A classifier in each of some threads, in photographs per second.
   *
   * @param model the compiled model's directory without its precision
   * @param image what is run, again and again
   */
  static Workload of(String name, Path model, Precision precision, int tasks, ImageTensor image)
      throws IOException {
    ModelClassifierFactory classifiers =
        new ModelClassifierFactory(model.toString(), precision.choice(), EngineChoice.AUTO);
    List<ParallelLoop.Step> steps = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      steps.add(new ClassifierLoop(classifiers.open(), image));
    }
    return new ParallelLoop(name, 1, steps, () -> {});
  }

  @Override
  public void run() {
    classifier.probabilities(image);
  }

  @Override
  public void close() {
    classifier.close();
  }
}
