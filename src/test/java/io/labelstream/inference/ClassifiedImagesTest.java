package io.labelstream.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassifiedImagesTest {

  @Test
  void forgetsTheImageThatWasAskedForLongestAgo() {
    ClassifiedImages images = new ClassifiedImages(2);
    put(images, 1);
    put(images, 2);
    assertThat(images.get(key(images, 1))).contains(new float[] {1});
    put(images, 3);
    assertThat(images.get(key(images, 1))).contains(new float[] {1});
    assertThat(images.get(key(images, 2))).isEmpty();
    assertThat(images.get(key(images, 3))).contains(new float[] {3});
  }

  @Test
  void remembersNothingWithoutRoom() {
    ClassifiedImages images = new ClassifiedImages(0);
    put(images, 1);
    assertThat(images.get(key(images, 1))).isEmpty();
  }

  private static void put(ClassifiedImages images, int image) {
    images.put(key(images, image), new float[] {image});
  }

  private static ClassifiedImages.Key key(ClassifiedImages images, int image) {
    return images.key(new byte[] {(byte) image});
  }
}
