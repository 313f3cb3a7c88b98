package io.labelstream.verdict;

import io.labelstream.event.RequestPosition;
import io.labelstream.event.WorkTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts how often two models agree, and where they do not. */
final class Agreement {

  private static final int EXAMPLES = 5;

  private long compared;
  private long agreed;
  private final TimesHistogram times = new TimesHistogram();
  private final TimesHistogram shadowTimes = new TimesHistogram();
  private final Map<Labels, Difference> differences = new HashMap<>();

  private record Labels(String label, String shadowLabel) {}

  private static final class Difference {
    private long count;
    private final List<String> examples = new ArrayList<>();
  }

  /** Takes how long each worked on a request, where it says so. */
  void addTimes(Optional<WorkTimes> work, Optional<WorkTimes> shadowWork) {
    times.add(work);
    shadowTimes.add(shadowWork);
  }

  /**
   * Takes what each made of a request.
   *
   * @param position where the request stands
   */
  void addLabels(String label, String shadowLabel, Optional<RequestPosition> position) {
    compared++;
    if (label.equals(shadowLabel)) {
      agreed++;
      return;
    }
    Difference difference =
        differences.computeIfAbsent(new Labels(label, shadowLabel), labels -> new Difference());
    difference.count++;
    if (difference.examples.size() < EXAMPLES) {
      position.map(RequestPosition::toString).ifPresent(difference.examples::add);
    }
  }

  /**
   * What has come of it, of at least one request.
   *
   * @param canary whether the model answered as one
   * @param mostPairs how many pairs of labels are told, the most frequent
   */
  Report.Verdict verdict(String model, boolean canary, String shadow, int mostPairs) {
    return new Report.Verdict(
        model,
        canary,
        shadow,
        compared,
        agreed,
        (double) agreed / compared,
        times.report(),
        shadowTimes.report(),
        pairs().stream().limit(mostPairs).toList(),
        Math.max(0, differences.size() - mostPairs));
  }

  private List<Report.Pair> pairs() {
    List<Report.Pair> pairs = new ArrayList<>();
    differences.forEach(
        (labels, difference) ->
            pairs.add(
                new Report.Pair(
                    labels.label,
                    labels.shadowLabel,
                    difference.count,
                    List.copyOf(difference.examples))));
    pairs.sort(
        Comparator.comparingLong(Report.Pair::count)
            .reversed()
            .thenComparing(Report.Pair::label)
            .thenComparing(Report.Pair::shadowLabel));
    return pairs;
  }
}
