package io.labelstream.tools.tuning;

import io.labelstream.tools.compiler.DenseHead;
import java.util.List;

/**
 * Multinomial logistic regression with a penalty on the squares of the weights, by Nesterov's
 * accelerated gradient descent from zero. The loss is convex and nothing is drawn by chance, so
 * that the same features give the same weights.
 */
final class LogisticRegression {

  private static final int STEPS = 500;

  /** Times the mean square of the centred features, on whose scale it does not depend then. */
  private static final double PENALTY = 1e-4;

  private final List<float[]> features;
  private final List<Integer> labels;
  private final int classes;
  private final int size;
  private final double[] mean;
  private final double scale;

  /**
   * @param features of each photograph as many
   * @param labels each photograph's, from 0
   */
  private LogisticRegression(List<float[]> features, List<Integer> labels, int classes) {
    this.features = features;
    this.labels = labels;
    this.classes = classes;
    size = features.get(0).length;
    mean = new double[size];
    for (float[] each : features) {
      for (int f = 0; f < size; f++) {
        mean[f] += each[f] / (double) features.size();
      }
    }
    double squares = 0;
    for (float[] each : features) {
      for (int f = 0; f < size; f++) {
        squares += Math.pow(each[f] - mean[f], 2) / features.size();
      }
    }
    scale = squares == 0 ? 1 : 1 / Math.sqrt(squares);
  }

  /** Trains a layer that tells the labels from the features. */
  static DenseHead train(List<float[]> features, List<Integer> labels, int classes) {
    return new LogisticRegression(features, labels, classes).train();
  }

  private DenseHead train() {
    // The centred features and a constant 1 have the mean square 2, and the second derivative of
    // the loss is no more than half of that: no step of this length overshoots.
    double step = 1 / (1 + PENALTY);
    double[] weights = new double[(size + 1) * classes];
    double[] ahead = weights.clone();
    for (int t = 0; t < STEPS; t++) {
      double[] gradient = gradient(ahead);
      double momentum = t / (t + 3.0);
      for (int i = 0; i < weights.length; i++) {
        double next = ahead[i] - step * gradient[i];
        ahead[i] = next + momentum * (next - weights[i]);
        weights[i] = next;
      }
    }
    return head(weights);
  }

  /** Of the mean loss and the penalty; the last row of the weights is the bias. */
  private double[] gradient(double[] weights) {
    double[] gradient = new double[weights.length];
    for (int i = 0; i < size * classes; i++) {
      gradient[i] = PENALTY * weights[i];
    }
    double[] input = new double[size + 1];
    input[size] = 1;
    for (int n = 0; n < features.size(); n++) {
      for (int f = 0; f < size; f++) {
        input[f] = (features.get(n)[f] - mean[f]) * scale;
      }
      double[] error = softmax(product(input, weights));
      error[labels.get(n)] -= 1;
      for (int f = 0; f <= size; f++) {
        double share = input[f] / features.size();
        for (int c = 0; c < classes; c++) {
          gradient[f * classes + c] += share * error[c];
        }
      }
    }
    return gradient;
  }

  private double[] product(double[] input, double[] weights) {
    double[] logits = new double[classes];
    for (int f = 0; f <= size; f++) {
      for (int c = 0; c < classes; c++) {
        logits[c] += input[f] * weights[f * classes + c];
      }
    }
    return logits;
  }

  private static double[] softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = Math.exp(logits[c] - largest);
      sum += logits[c];
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] /= sum;
    }
    return logits;
  }

  /** Puts what was done to the features into the weights. */
  private DenseHead head(double[] weights) {
    float[] kernel = new float[size * classes];
    double[] shift = new double[classes];
    for (int f = 0; f < size; f++) {
      for (int c = 0; c < classes; c++) {
        double weight = weights[f * classes + c] * scale;
        kernel[f * classes + c] = (float) weight;
        shift[c] += weight * mean[f];
      }
    }
    float[] bias = new float[classes];
    for (int c = 0; c < classes; c++) {
      bias[c] = (float) (weights[size * classes + c] - shift[c]);
    }
    return new DenseHead(kernel, bias);
  }

  /** The label to which a layer gives the largest probability. */
  static int label(DenseHead head, float[] features) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < head.classes(); c++) {
      double logit = head.bias()[c];
      for (int f = 0; f < features.length; f++) {
        logit += (double) features[f] * head.kernel()[f * head.classes() + c];
      }
      if (logit > highest) {
        highest = logit;
        best = c;
      }
    }
    return best;
  }
}
