package io.labelstream.inference;

import io.labelstream.vision.Classifier;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells red pictures from blue ones, and fails on one that is all black. Counts how many are open,
 * and how many pictures all of them were asked about.
 */
public final class FakeClassifier implements Classifier {

  public static final AtomicInteger OPEN = new AtomicInteger();
  public static final AtomicInteger INFERENCES = new AtomicInteger();

  private static final ModelManifest MANIFEST =
      new ModelManifest(
          "fake",
          Precision.FP32,
          Engine.TENSORFLOW,
          "0123456789abcdef",
          Map.of(),
          new InputSpec(8, 8, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
          List.of("Red", "Green", "Blue"));

  public FakeClassifier() {
    OPEN.incrementAndGet();
  }

  @Override
  public ModelManifest manifest() {
    return MANIFEST;
  }

  @Override
  public float[] probabilities(ImageTensor image) {
    INFERENCES.incrementAndGet();
    float[] sums = new float[3];
    FloatBuffer values = image.floats();
    for (int i = 0; i < values.capacity(); i++) {
      sums[i % 3] += values.get(i);
    }
    float total = sums[0] + sums[1] + sums[2];
    if (total == 0) {
      throw new IllegalStateException("a secret of the inside");
    }
    return new float[] {sums[0] / total, sums[1] / total, sums[2] / total};
  }

  @Override
  public void close() {
    OPEN.decrementAndGet();
  }
}
