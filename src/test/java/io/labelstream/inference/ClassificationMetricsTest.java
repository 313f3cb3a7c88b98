package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.build.Build;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.Outcome;
import io.labelstream.image.ImageRejectedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final ClassificationMetrics metrics = new ClassificationMetrics(recorded.group());

  @Test
  void answeredIsCompletedAndFailedTogether() {
    metrics.answered(new Outcome.Completed(new IdentifyResponse("Tabby", 1, List.of()), false));
    metrics.answered(Outcome.Failed.because(ErrorCode.MISSING_IMAGE, "image is missing"));
    metrics.answered(Outcome.Failed.because(ErrorCode.MISSING_IMAGE, "image is missing"));
    metrics.answered(Outcome.Failed.because(ErrorCode.INFERENCE_FAILED, "sorry"));
    metrics.answered(Outcome.Failed.because(ErrorCode.UNDECIDED, "not sure"));
    assertThat(recorded.count("answered")).isEqualTo(5);
    assertThat(recorded.count("errorCode.UNDECIDED.failed")).isEqualTo(1);
    assertThat(recorded.count("completed")).isEqualTo(1);
    assertThat(recorded.count("errorCode.MISSING_IMAGE.failed")).isEqualTo(2);
    assertThat(recorded.count("errorCode.INFERENCE_FAILED.failed")).isEqualTo(1);
    assertThat(recorded.count("errorCode.UNSUPPORTED_FORMAT.failed")).isZero();
  }

  @Test
  void countsWhatNeededNoInference() {
    IdentifyResponse tabby = new IdentifyResponse("Tabby", 1, List.of());
    metrics.answered(new Outcome.Completed(tabby, true));
    metrics.answered(new Outcome.Completed(tabby, false));
    metrics.answered(Outcome.Failed.because(ErrorCode.EXPIRED, "too late"));
    assertThat(recorded.count("reused")).isEqualTo(1);
    assertThat(recorded.count("completed")).isEqualTo(2);
    assertThat(recorded.count("expired")).isEqualTo(1);
    assertThat(recorded.count("errorCode.EXPIRED.failed")).isEqualTo(1);
    assertThat(recorded.count("answered")).isEqualTo(3);
  }

  @Test
  void timesWhatSucceeds() throws Exception {
    metrics.timeDecode(() -> {});
    assertThatThrownBy(
            () ->
                metrics.timeDecode(
                    () -> {
                      throw new ImageRejectedException(
                          ErrorCode.UNDECODABLE_IMAGE, "image is truncated");
                    }))
        .isInstanceOf(ImageRejectedException.class);
    assertThat(metrics.timeInference(1, () -> "result").result()).isEqualTo("result");
    assertThat(((Histogram) recorded.metric("decodeTimeMicros")).getCount()).isEqualTo(1);
    assertThat(((Histogram) recorded.metric("inferenceTimeMicros")).getCount()).isEqualTo(1);
  }

  @Test
  void countsEachImageOfABatchWithItsShareOfTheTime() {
    long start = System.nanoTime();
    ClassificationMetrics.Timed<String> timed =
        metrics.timeInference(
            4,
            () -> {
              while (System.nanoTime() - start < 4_000_000) {
                Thread.onSpinWait();
              }
              return "result";
            });
    long whole = (System.nanoTime() - start) / 1_000;
    assertThat(timed.micros()).isBetween(1L, whole / 4);
    Histogram times = (Histogram) recorded.metric("inferenceTimeMicros");
    assertThat(times.getCount()).isEqualTo(4);
    assertThat(times.getStatistics().getMax()).isEqualTo(timed.micros());
  }

  @Test
  void tellsHowLongTheTaskWaitedForItsModel() {
    metrics.modelLoaded(Duration.ofMillis(1234));
    assertThat(((Gauge<?>) recorded.metric("modelLoadTimeMillis")).getValue()).isEqualTo(1234L);
    metrics.modelLoaded(Duration.ZERO);
    assertThat(((Gauge<?>) recorded.metric("modelLoadTimeMillis")).getValue()).isEqualTo(0L);
  }

  @Test
  void tellsWhichBuildAndModelRun() {
    metrics.runs(new Build("0.1.0", "1a2b3c4"), Set.of("resnet50-fp32@1a2b3c4d5e6f"));
    assertThat(info("resnet50-fp32@1a2b3c4d5e6f")).isEqualTo(1);
  }

  @Test
  void tellsOfAModelThatItDoesNotRunAnyMore() {
    Build build = new Build("0.1.0", "1a2b3c4");
    metrics.runs(build, Set.of("a-fp32@1a2b3c4d5e6f"));
    metrics.runs(build, Set.of("b-fp32@1a2b3c4d5e6f"));
    assertThat(info("a-fp32@1a2b3c4d5e6f")).isEqualTo(0);
    assertThat(info("b-fp32@1a2b3c4d5e6f")).isEqualTo(1);
    metrics.runs(build, Set.of("a-fp32@1a2b3c4d5e6f", "b-fp32@1a2b3c4d5e6f"));
    assertThat(info("a-fp32@1a2b3c4d5e6f")).isEqualTo(1);
  }

  private Object info(String model) {
    return ((Gauge<?>) recorded.metric("version.0.1.0.commit.1a2b3c4.model." + model + ".info"))
        .getValue();
  }
}
