package io.labelstream.inference;

import io.labelstream.event.WorkTimes;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded images that wait for each other to go through the model, which begins when the first of
 * their probabilities is asked for: by one run where that takes less than a run on each. Not
 * thread-safe.
 */
final class ImageBatch {

  private static final Logger LOG = LoggerFactory.getLogger(ImageBatch.class);

  /** Where memory is short for a moment, the next batch may go well. */
  private static final int MOST_FAILURES = 3;

  private final Classifier classifier;
  private final ClassificationMetrics metrics;
  private final ImageDecoder decoder;
  private final boolean quantized;
  private final List<Member> members = new ArrayList<>();

  /** Holds the members in their order, and grows with the largest batch. */
  private ImageTensor tensor;

  /** How many batches in a row have failed of which no image fails alone. */
  private int failures;

  ImageBatch(Classifier classifier, ClassificationMetrics metrics) {
    this.classifier = classifier;
    this.metrics = metrics;
    decoder = new ImageDecoder(classifier.manifest().input(), ImageLimits.DEFAULT);
    quantized = classifier.manifest().precision() == Precision.INT8;
    tensor = new ImageTensor(classifier.manifest().input().size());
  }

  /** Whether a run on several images takes less than a run on each; in fp32 it does not. */
  boolean gains() {
    return quantized && failures < MOST_FAILURES;
  }

  /** One of the images. */
  final class Member {

    private final long decodeMicros;
    private long inferenceMicros;
    private float @Nullable [] probabilities;
    private @Nullable RuntimeException failure;

    private Member(long decodeMicros) {
      this.decodeMicros = decodeMicros;
    }

    /**
     * What the model says of it, not copied and not to be changed.
     *
     * @throws RuntimeException if the model fails on it
     */
    float[] probabilities() {
      if (probabilities == null && failure == null) {
        run();
      }
      if (probabilities == null) {
        throw failure;
      }
      return probabilities;
    }

    /** How long the model took, once there are {@link #probabilities}. */
    WorkTimes times() {
      return new WorkTimes(decodeMicros, inferenceMicros);
    }
  }

  /**
   * Decodes an image.
   *
   * @throws ImageRejectedException if the bytes are no image, a damaged one, or over a limit
   */
  Member add(byte[] image) throws ImageRejectedException {
    int index = members.size();
    if (index == tensor.batch()) {
      ImageTensor larger = new ImageTensor(2 * index, tensor.size());
      larger.floats().put(tensor.floats());
      tensor = larger;
    }
    ImageTensor own = tensor.images(index, 1);
    Member member = new Member(metrics.timeDecode(() -> decoder.decode(image, own)));
    members.add(member);
    return member;
  }

  private void run() {
    List<Member> batch = List.copyOf(members);
    members.clear();
    if (batch.size() == 1 || !gains()) {
      runEach(batch);
      return;
    }
    try {
      run(batch, 0);
      failures = 0;
    } catch (RuntimeException e) {
      runEach(batch);
      if (batch.stream().allMatch(member -> member.failure == null)) {
        failed(batch.size(), e);
      }
    }
  }

  private void failed(int images, RuntimeException reason) {
    failures++;
    if (!gains()) {
      LOG.warn(
          "{} has failed {} times in a row on several images, at last {}, and on none of them alone:"
              + " it classifies one at a time from now on. If it was compiled for one, compile it"
              + " again",
          classifier.manifest().id(),
          failures,
          images,
          reason);
    }
  }

  private void runEach(List<Member> batch) {
    for (int i = 0; i < batch.size(); i++) {
      try {
        run(batch.subList(i, i + 1), i);
      } catch (RuntimeException e) {
        batch.get(i).failure = e;
      }
    }
  }

  /**
   * @param first where they begin in the tensor
   */
  private void run(List<Member> batch, int first) {
    int count = batch.size();
    ClassificationMetrics.Timed<float[]> inference =
        metrics.timeInference(count, () -> classifier.probabilities(tensor.images(first, count)));
    float[] probabilities = inference.result();
    int classes = probabilities.length / count;
    for (int i = 0; i < count; i++) {
      Member member = batch.get(i);
      member.inferenceMicros = inference.micros();
      member.probabilities = Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes);
    }
  }
}
