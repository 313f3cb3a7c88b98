package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.image.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClassifiedImagesTest {

  private final FakeClassifier classifier = new FakeClassifier();
  private final ImageBatch batch =
      new ImageBatch(classifier, new ClassificationMetrics(new UnregisteredMetricsGroup()));
  private byte[] photograph;

  @BeforeEach
  void read() throws IOException {
    photograph = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
  }

  @AfterEach
  void close() {
    classifier.close();
  }

  @Test
  void forgetsTheImageThatWasAskedForLongestAgo() throws Exception {
    ClassifiedImages images = new ClassifiedImages(2);
    ImageBatch.Member first = put(images, 1);
    put(images, 2);
    assertThat(get(images, 1)).contains(first);
    ImageBatch.Member third = put(images, 3);
    assertThat(get(images, 1)).contains(first);
    assertThat(get(images, 2)).isEmpty();
    assertThat(get(images, 3)).contains(third);
  }

  @Test
  void forgetsWhatIsToBeTriedAgain() throws Exception {
    ClassifiedImages images = new ClassifiedImages(2);
    put(images, 1);
    images.remove(images.key(new byte[] {1}).orElseThrow());
    assertThat(get(images, 1)).isEmpty();
  }

  @Test
  void remembersNothingWithoutRoom() {
    assertThat(new ClassifiedImages(0).key(new byte[] {1})).isEmpty();
  }

  private ImageBatch.Member put(ClassifiedImages images, int image) throws ImageRejectedException {
    ImageBatch.Member member = batch.add(photograph);
    images.put(images.key(new byte[] {(byte) image}).orElseThrow(), member);
    return member;
  }

  private static Optional<ImageBatch.Member> get(ClassifiedImages images, int image) {
    return images.key(new byte[] {(byte) image}).flatMap(images::get);
  }
}
