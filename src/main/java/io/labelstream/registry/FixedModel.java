package io.labelstream.registry;

import io.labelstream.build.Build;
import io.labelstream.event.AnsweringModel;
import io.labelstream.event.Correlation;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RequestRecord;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.vision.ClassifierFactory;
import java.io.IOException;
import java.util.Set;
import java.util.function.Function;

/** The one model of a task that has no registry. */
final class FixedModel implements TaskModels, TaskModels.Current {

  private final Answering answering;

  private FixedModel(Answering answering) {
    this.answering = answering;
  }

  static FixedModel open(
      ClassifierFactory classifiers, int reuseAnswers, ClassificationMetrics metrics)
      throws IOException {
    ImageClassifier images = ImageClassifier.open(classifiers, reuseAnswers, metrics);
    String id = images.model().id();
    metrics.runs(Build.current(), Set.of(id));
    return new FixedModel(new Answering(AnsweringModel.primary(id), images));
  }

  @Override
  public <T> T answer(Function<Current, T> work) {
    return work.apply(this);
  }

  @Override
  public Answering answering(Correlation request) {
    return answering;
  }

  @Override
  public boolean gainsByBatches() {
    return answering.images().gainsByBatches();
  }

  @Override
  public void show(RequestRecord record, Correlation request, LabelOptions options, byte[] image) {}

  @Override
  public void close() {
    answering.images().close();
  }
}
