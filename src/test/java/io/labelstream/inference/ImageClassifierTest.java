package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.Outcome;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageClassifierTest {

  private final Map<String, Metric> registered = new ConcurrentHashMap<>();
  private byte[] photograph;
  private ImageClassifier images;

  @BeforeEach
  void open() throws IOException {
    photograph = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    images =
        ImageClassifier.open(
            HalfSure::new, 10, new ClassificationMetrics(new RecordingGroup("", registered)));
  }

  @AfterEach
  void close() {
    images.close();
  }

  @Test
  void hasNoLabelsForAnImageOfWhichTheModelIsNotSureEnough() {
    IdentifyResponse tabby = new IdentifyResponse("Tabby", 0.5f, List.of());
    assertThat(completed(classify(0.5)).response()).isEqualTo(tabby);
    assertThat(classify(0.51))
        .isEqualTo(
            Outcome.Failed.because(
                ErrorCode.UNDECIDED,
                "floor must be at most the score of the best label: floor is 0.51, and Tabby has"
                    + " 0.5"));
  }

  @Test
  void countsTheMainScoreOfWhateverIsClassified() {
    classify(0);
    classify(0);
    classify(1);
    images.classify(
        () -> {
          throw new ImageRejectedException(ErrorCode.MISSING_REFERENCE, "dataref must be there");
        },
        LabelOptions.DEFAULT);
    Counter counter =
        (Counter)
            Objects.requireNonNull(
                registered.get("model.half-sure-fp32@0123456789ab.bucket.50.mainScores"));
    assertThat(counter.getCount()).isEqualTo(3);
  }

  @Test
  void tellsHowLongItHadWorkWithAnImageButNotOfOneThatItKnows() {
    Outcome.Completed first = completed(classify(0));
    assertThat(first.reused()).isFalse();
    assertThat(first.times()).isPresent();
    Outcome.Completed again = completed(classify(0));
    assertThat(again.reused()).isTrue();
    assertThat(again.times()).isEmpty();
  }

  private static Outcome.Completed completed(Outcome outcome) {
    return outcome.fold(
        completed -> completed,
        failed -> {
          throw new AssertionError(failed);
        });
  }

  private Outcome classify(double floor) {
    return images.classify(() -> photograph, new LabelOptions(1, 0, floor));
  }

  /** Takes everything for a cat, one way or the other. */
  private static final class HalfSure implements Classifier {

    @Override
    public ModelManifest manifest() {
      return new ModelManifest(
          "half-sure",
          Precision.FP32,
          Engine.TENSORFLOW,
          "0123456789abcdef",
          Map.of(),
          new InputSpec(8, 8, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
          List.of("Tabby", "Tiger Cat"));
    }

    @Override
    public float[] probabilities(ImageTensor image) {
      return new float[] {0.5f, 0.5f};
    }

    @Override
    public void close() {}
  }
}
