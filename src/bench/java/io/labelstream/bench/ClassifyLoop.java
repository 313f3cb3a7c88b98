package io.labelstream.bench;

import io.labelstream.event.LabelOptions;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.settings.EngineChoice;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.LabelRanking;
import io.labelstream.vision.ModelClassifierFactory;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Photographs to labels in a bare loop: what a job does less Kafka and Flink. */
final class ClassifyLoop implements ParallelLoop.Step {

  private final Classifier classifier;
  private final List<byte[]> photographs;
  private final ImageDecoder decoder;
  private final ImageTensor tensor;
  private final LabelRanking labels;
  private int next;

  private ClassifyLoop(Classifier classifier, List<byte[]> photographs) {
    this.classifier = classifier;
    this.photographs = List.copyOf(photographs);
    ModelManifest model = classifier.manifest();
    decoder = new ImageDecoder(model.input(), ImageLimits.DEFAULT);
    tensor = new ImageTensor(model.input().size());
    labels = new LabelRanking(model.labels());
  }

  /**
   * A loop in each of some threads, in photographs per second.
   *
   * @param model the compiled model's directory without its precision
   */
  static Workload of(
      String name, Path model, Precision precision, int threads, List<byte[]> photographs)
      throws IOException {
    List<ParallelLoop.Step> steps = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      steps.add(open(model, precision, photographs));
    }
    return new ParallelLoop(name, 1, steps, () -> {});
  }

  /** The same work once, whenever it is asked for. */
  static ClassifyLoop open(Path model, Precision precision, List<byte[]> photographs)
      throws IOException {
    Classifier classifier =
        new ModelClassifierFactory(model.toString(), precision.choice(), EngineChoice.TENSORFLOW)
            .open();
    return new ClassifyLoop(classifier, photographs);
  }

  @Override
  public void run() throws ImageRejectedException {
    decoder.decode(photographs.get(next++ % photographs.size()), tensor);
    labels.rank(classifier.probabilities(tensor), LabelOptions.DEFAULT);
  }

  @Override
  public void close() {
    classifier.close();
  }
}
