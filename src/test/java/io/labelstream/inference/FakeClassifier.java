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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells red pictures from blue ones, and fails on one that is all black. Counts how many are open,
 * and how many pictures all of them were asked about in each run.
 */
public final class FakeClassifier implements Classifier {

  public static final AtomicInteger OPEN = new AtomicInteger();
  public static final Queue<Integer> RUNS = new ConcurrentLinkedQueue<>();

  private static final List<String> LABELS = List.of("Red", "Green", "Blue");

  private final ModelManifest manifest;

  /** One of fp32. */
  public FakeClassifier() {
    this(Precision.FP32);
  }

  public FakeClassifier(Precision precision) {
    manifest =
        new ModelManifest(
            "fake",
            precision,
            Engine.TENSORFLOW,
            "0123456789abcdef",
            Map.of(),
            new InputSpec(8, 8, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
            LABELS);
    OPEN.incrementAndGet();
  }

  @Override
  public ModelManifest manifest() {
    return manifest;
  }

  @Override
  public float[] probabilities(ImageTensor images) {
    RUNS.add(images.batch());
    int classes = LABELS.size();
    float[] probabilities = new float[images.batch() * classes];
    for (int i = 0; i < images.batch(); i++) {
      float[] shares = shares(images.images(i, 1).floats());
      System.arraycopy(shares, 0, probabilities, i * classes, classes);
    }
    return probabilities;
  }

  /** How much of the light is red, green and blue. */
  private static float[] shares(FloatBuffer values) {
    float[] sums = new float[3];
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
