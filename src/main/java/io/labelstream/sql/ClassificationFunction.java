package io.labelstream.sql;

import io.labelstream.build.Build;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.Outcome;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.vision.ClassifierFactory;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Row of an encoded image in, row of an answer out, whatever the bytes are. Public for the code
 * that Flink generates.
 *
 * <p>Each task has an {@link ImageClassifier} of its own; the model behind them is one per JVM.
 */
public final class ClassificationFunction extends PredictFunction {

  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ClassificationFunction.class);

  private static final Outcome NO_IMAGE =
      Outcome.Failed.because(
          ErrorCode.MISSING_IMAGE, "image is missing: the column must not be NULL");

  private final ClassifierFactory classifiers;
  private final int topK;
  private final double minScore;
  private final int reuseAnswers;
  private final List<AnswerColumn> output;

  private transient @Nullable Task task;

  ClassificationFunction(
      ClassifierFactory classifiers,
      LabelOptions labels,
      int reuseAnswers,
      List<AnswerColumn> output) {
    this.classifiers = classifiers;
    topK = labels.topK();
    minScore = labels.minScore();
    this.reuseAnswers = reuseAnswers;
    this.output = List.copyOf(output);
  }

  /** What one task has of its own. */
  private record Task(ImageClassifier images, LabelOptions labels, ClassificationMetrics metrics) {

    Outcome answer(RowData input) {
      Outcome outcome =
          input.isNullAt(0) ? NO_IMAGE : images.classify(() -> input.getBinary(0), labels);
      metrics.answered(outcome);
      return outcome;
    }
  }

  @Override
  public void open(FunctionContext context) throws IOException {
    ClassificationMetrics metrics = new ClassificationMetrics(context.getMetricGroup());
    ImageClassifier images = openClassifier(metrics);
    task =
        new Task(images, new LabelOptions(topK, minScore, LabelOptions.DEFAULT.floor()), metrics);
    metrics.runs(Build.current(), Set.of(images.model().id()));
  }

  private ImageClassifier openClassifier(ClassificationMetrics metrics) throws IOException {
    try {
      return ImageClassifier.open(classifiers, reuseAnswers, metrics);
    } catch (IOException e) {
      LOG.error("The model cannot be opened", e);
      // Without a cause, for Flink's SQL client shows the innermost one and nothing else, which
      // would be the name of a file where the message says what to do.
      throw new IOException(e.getMessage());
    }
  }

  @Override
  public Collection<RowData> predict(RowData input) {
    if (task == null) {
      throw new IllegalStateException("the function has not been opened");
    }
    Outcome outcome = task.answer(input);
    return List.of(
        GenericRowData.of(output.stream().map(column -> column.value(outcome)).toArray()));
  }

  @Override
  public void close() {
    if (task != null) {
      task.images().close();
      task = null;
    }
  }
}
