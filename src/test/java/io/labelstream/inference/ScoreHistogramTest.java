package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.junit.jupiter.api.Test;

class ScoreHistogramTest {

  private static final String MODEL = "resnet50-fp32@1a2b3c4d5e6f";

  private final Map<String, Metric> registered = new ConcurrentHashMap<>();

  @Test
  void countsEachScoreInTheBucketThatItsLowerBoundNames() {
    ScoreHistogram scores = new ScoreHistogram(new RecordingGroup("", registered), MODEL);
    for (float score : new float[] {0, 0.05f, 0.1f, 0.7f, 0.7999f, 0.89999f, 0.9f, 1}) {
      scores.count(score);
    }
    assertThat(buckets(MODEL))
        .hasSize(10)
        .containsEntry("0", 2L)
        .containsEntry("10", 1L)
        .containsEntry("20", 0L)
        .containsEntry("70", 2L)
        .containsEntry("80", 1L)
        .containsEntry("90", 2L);
  }

  @Test
  void areOfEachModelAndGoOnWhenItComesBack() {
    ClassificationMetrics metrics = new ClassificationMetrics(new RecordingGroup("", registered));
    metrics.scores("first").count(0.5f);
    metrics.scores("second").count(0.5f);
    metrics.scores("first").count(0.5f);
    assertThat(buckets("first")).containsEntry("50", 2L);
    assertThat(buckets("second")).containsEntry("50", 1L);
  }

  private Map<String, Long> buckets(String model) {
    String prefix = "model." + model + ".bucket.";
    Map<String, Long> counts = new TreeMap<>();
    registered.forEach(
        (name, metric) -> {
          if (name.startsWith(prefix)) {
            String bucket = name.substring(prefix.length()).replace(".mainScores", "");
            counts.put(bucket, ((Counter) metric).getCount());
          }
        });
    return counts;
  }
}
