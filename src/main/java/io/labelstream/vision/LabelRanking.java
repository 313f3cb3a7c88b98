package io.labelstream.vision;

import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.ScoredLabel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

public final class LabelRanking {

  private final List<String> labels;

  /**
   * @param labels the model's labels in the order of its output
   */
  public LabelRanking(List<String> labels) {
    this.labels = List.copyOf(labels);
  }

  /**
   * Finds the most probable labels in descending order; among equals the lower class comes first.
   *
   * @param probabilities one per label, 0 to 1
   * @throws IllegalStateException if the model's output is not a number
   */
  public IdentifyResponse rank(float[] probabilities, LabelOptions options) {
    List<Integer> classes = top(probabilities, options.topK());
    List<ScoredLabel> secondary = new ArrayList<>();
    for (int index : classes.subList(1, classes.size())) {
      if (probabilities[index] < options.minScore()) {
        break;
      }
      secondary.add(new ScoredLabel(labels.get(index), probabilities[index]));
    }
    int main = classes.get(0);
    if (Float.isNaN(probabilities[main])) {
      throw new IllegalStateException("the model's output is not a number");
    }
    return new IdentifyResponse(labels.get(main), probabilities[main], secondary);
  }

  private List<Integer> top(float[] probabilities, int count) {
    if (probabilities.length != labels.size()) {
      throw new IllegalArgumentException(
          probabilities.length + " probabilities for " + labels.size() + " labels");
    }
    // The least probable of the best so far is at the head, ready to be replaced.
    PriorityQueue<Integer> best =
        new PriorityQueue<>(
            (a, b) -> {
              int order = Float.compare(probabilities[a], probabilities[b]);
              return order == 0 ? Integer.compare(b, a) : order;
            });
    for (int index = 0; index < probabilities.length; index++) {
      best.add(index);
      if (best.size() > count) {
        best.remove();
      }
    }
    Deque<Integer> descending = new ArrayDeque<>(best.size());
    while (!best.isEmpty()) {
      descending.addFirst(best.remove());
    }
    return List.copyOf(descending);
  }
}
