package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rest.CapturedLog;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ImageBatchTest {

  /** A model that was compiled before there were batches. */
  @Test
  void goesOnOneByOneWithAModelThatTakesNoBatch() throws Exception {
    byte[] photograph = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    try (OneByOne classifier = new OneByOne();
        CapturedLog log = new CapturedLog()) {
      ImageBatch batch =
          new ImageBatch(classifier, new ClassificationMetrics(new UnregisteredMetricsGroup()));
      for (int i = 0; i < 4; i++) {
        assertThat(batch.gains()).isEqualTo(i < 3);
        List<ImageBatch.Member> members = List.of(batch.add(photograph), batch.add(photograph));
        for (ImageBatch.Member member : members) {
          assertThat(member.probabilities()).hasSize(classifier.manifest().labels().size());
        }
      }
      assertThat(classifier.runs).containsExactly(2, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1);
      assertThat(log.events())
          .filteredOn(event -> event.getLoggerName().equals(ImageBatch.class.getName()))
          .singleElement()
          .extracting(event -> event.getMessage().getFormattedMessage())
          .asString()
          .startsWith("fake-int8@0123456789ab has failed 3 times in a row on several images");
    }
  }

  private static final class OneByOne implements Classifier {

    private final FakeClassifier classifier = new FakeClassifier(Precision.INT8);
    private final List<Integer> runs = new ArrayList<>();

    @Override
    public ModelManifest manifest() {
      return classifier.manifest();
    }

    @Override
    public float[] probabilities(ImageTensor images) {
      runs.add(images.batch());
      if (images.batch() > 1) {
        throw new IllegalStateException("Got invalid dimensions for input: expected 1");
      }
      return classifier.probabilities(images);
    }

    @Override
    public void close() {
      classifier.close();
    }
  }
}
