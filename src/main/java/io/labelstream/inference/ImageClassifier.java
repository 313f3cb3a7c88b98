package io.labelstream.inference;

import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.Outcome;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.LabelRanking;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoded image in, outcome out, whatever the bytes are.
 *
 * <p>Each task has one, with a decoder and buffers of its own; the model behind it is one per JVM.
 * Not thread-safe.
 */
public final class ImageClassifier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ImageClassifier.class);

  private final Classifier classifier;
  private final ClassifiedImages classified;
  private final ImageBatch batch;
  private final LabelRanking ranking;
  private final ScoreHistogram scores;

  private ImageClassifier(Classifier classifier, int reuseAnswers, ClassificationMetrics metrics) {
    this.classifier = classifier;
    classified = new ClassifiedImages(reuseAnswers);
    batch = new ImageBatch(classifier, metrics);
    ModelManifest model = classifier.manifest();
    ranking = new LabelRanking(model.labels());
    scores = metrics.scores(model.id());
  }

  /**
   * Loads the model, or shares it with the JVM's other tasks.
   *
   * @param classifiers where the model comes from
   * @param reuseAnswers how many images are remembered, so that an equal one is not classified
   *     again; with 0 none are
   * @param metrics of the task
   * @throws IOException if the model is missing or damaged
   */
  public static ImageClassifier open(
      ClassifierFactory classifiers, int reuseAnswers, ClassificationMetrics metrics)
      throws IOException {
    Classifier classifier = classifiers.open();
    metrics.modelLoaded(classifier.loadTime());
    return of(classifier, reuseAnswers, metrics);
  }

  /**
   * Takes over a classifier, which is closed if this fails.
   *
   * @param reuseAnswers how many images are remembered; with 0 none are
   * @param metrics of the task
   */
  public static ImageClassifier of(
      Classifier classifier, int reuseAnswers, ClassificationMetrics metrics) {
    try {
      return new ImageClassifier(classifier, reuseAnswers, metrics);
    } catch (RuntimeException e) {
      classifier.close();
      throw e;
    }
  }

  /** Whether several images together take less than one after the other. */
  public boolean gainsByBatches() {
    return batch.gains();
  }

  /** What is said of the model beside it. */
  public ModelManifest model() {
    return classifier.manifest();
  }

  /** Where the bytes of an encoded image come from. */
  @FunctionalInterface
  public interface EncodedImage {

    /**
     * The image's bytes, not to be changed.
     *
     * @throws ImageRejectedException if they cannot be had
     */
    byte[] read() throws ImageRejectedException;
  }

  /** An image on its way to its outcome. */
  @FunctionalInterface
  public interface PendingClassification {

    /** A refused image has an outcome, too, and so has a failure of ours. */
    Outcome outcome();
  }

  /**
   * Classifies an image.
   *
   * @param image read once
   * @param options which labels the outcome shall hold, and how sure the main one has to be
   * @throws CancellationException if the task is cancelled while it waits for the image
   */
  public Outcome classify(EncodedImage image, LabelOptions options) {
    return begin(image, options).outcome();
  }

  /**
   * Reads and decodes an image. All that are begun before the first of their outcomes is asked for
   * go through the model together; none has to do with the others' outcomes.
   *
   * @param image read once
   * @param options which labels the outcome shall hold, and how sure the main one has to be
   * @throws CancellationException if the task is cancelled while it waits for the image
   */
  public PendingClassification begin(EncodedImage image, LabelOptions options) {
    try {
      byte[] bytes = image.read();
      Optional<ClassifiedImages.Key> key = classified.key(bytes);
      Optional<ImageBatch.Member> known = key.flatMap(classified::get);
      ImageBatch.Member member = known.isPresent() ? known.get() : batch.add(bytes);
      if (known.isEmpty()) {
        key.ifPresent(hash -> classified.put(hash, member));
      }
      return () -> outcome(key, member, known.isPresent(), options);
    } catch (ImageRejectedException e) {
      Outcome refused = Outcome.Failed.because(e.code(), e.reason());
      return () -> refused;
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      Outcome failed = failed(e);
      return () -> failed;
    }
  }

  private Outcome outcome(
      Optional<ClassifiedImages.Key> key,
      ImageBatch.Member image,
      boolean reused,
      LabelOptions options) {
    try {
      IdentifyResponse response = ranking.rank(image.probabilities(), options);
      scores.count(response.mainScore());
      return options.isUndecided(response.mainScore())
          ? undecided(response, options)
          : new Outcome.Completed(
              response, reused, reused ? Optional.empty() : Optional.of(image.times()));
    } catch (RuntimeException e) {
      // What cannot be ranked may be next time.
      key.ifPresent(classified::remove);
      return failed(e);
    }
  }

  private static Outcome failed(RuntimeException reason) {
    LOG.error("Classification failed", reason);
    return Outcome.Failed.because(
        ErrorCode.INFERENCE_FAILED, "An unexpected error occurred. Please try again later.");
  }

  private static Outcome undecided(IdentifyResponse response, LabelOptions options) {
    return Outcome.Failed.because(
        ErrorCode.UNDECIDED,
        "floor must be at most the score of the best label: floor is "
            + options.floor()
            + ", and "
            + response.mainLabel()
            + " has "
            + response.mainScore());
  }

  /** Gives back the model, which leaves the memory with its last user, or some time after it. */
  @Override
  public void close() {
    classifier.close();
  }
}
