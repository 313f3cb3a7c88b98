package io.labelstream.sql;

import io.labelstream.event.LabelOptions;
import io.labelstream.vision.ClassifierFactory;
import java.util.List;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;

/**
 * A model of SQL, planned.
 *
 * @param classifiers makes each task's classifier
 * @param labels which labels an answer holds
 * @param reuseAnswers how many images each task remembers
 * @param output the columns of an answer
 */
record ClassificationProvider(
    ClassifierFactory classifiers, LabelOptions labels, int reuseAnswers, List<AnswerColumn> output)
    implements PredictRuntimeProvider {

  @Override
  public PredictFunction createPredictFunction(Context context) {
    return new ClassificationFunction(classifiers, labels, reuseAnswers, output);
  }

  /** Itself, for nothing of it changes. */
  @Override
  public ModelProvider copy() {
    return this;
  }
}
