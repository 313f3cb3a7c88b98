package io.labelstream.tools.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.tools.compiler.DenseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

  /** Far from 0, and on scales of their own, as features are. */
  private static final float[][] CENTRES = {{10, 0, 300}, {12, 0, 300}, {10, 5, 300}};

  @Test
  void tellsLabelsThatCanBeTold() {
    List<float[]> features = features(new Random(1), 20);
    DenseHead head = LogisticRegression.train(features, labels(20), 3);
    assertThat(head.features()).isEqualTo(3);
    assertThat(head.classes()).isEqualTo(3);
    List<float[]> others = features(new Random(2), 50);
    for (int i = 0; i < others.size(); i++) {
      assertThat(LogisticRegression.label(head, others.get(i))).isEqualTo(i % 3);
    }
  }

  @Test
  void givesTheSameForTheSame() {
    DenseHead one = LogisticRegression.train(features(new Random(1), 9), labels(9), 3);
    DenseHead other = LogisticRegression.train(features(new Random(1), 9), labels(9), 3);
    assertThat(other.kernel()).containsExactly(one.kernel());
    assertThat(other.bias()).containsExactly(one.bias());
  }

  /** What cannot be told from features that are all alike is how often each label is there. */
  @Test
  void givesEachLabelItsShareWhereFeaturesSayNothing() {
    List<float[]> alike = List.of(new float[] {7}, new float[] {7}, new float[] {7});
    DenseHead head = LogisticRegression.train(alike, List.of(0, 0, 1), 2);
    double logit = head.bias()[0] + 7 * head.kernel()[0] - head.bias()[1] - 7 * head.kernel()[1];
    assertThat(Math.exp(logit)).isCloseTo(2, within(1e-3));
  }

  private static List<float[]> features(Random random, int each) {
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < 3 * each; i++) {
      float[] vector = CENTRES[i % 3].clone();
      for (int f = 0; f < vector.length; f++) {
        vector[f] += (float) random.nextGaussian(0, 0.2);
      }
      features.add(vector);
    }
    return features;
  }

  private static List<Integer> labels(int each) {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < 3 * each; i++) {
      labels.add(i % 3);
    }
    return labels;
  }
}
