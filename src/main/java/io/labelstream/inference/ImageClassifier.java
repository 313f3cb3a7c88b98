package io.labelstream.inference;

import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.Outcome;
import io.labelstream.event.WorkTimes;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
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
  private final ClassificationMetrics metrics;
  private final ClassifiedImages classified;
  private final ImageDecoder decoder;
  private final ImageTensor tensor;
  private final LabelRanking ranking;
  private final ScoreHistogram scores;

  private ImageClassifier(Classifier classifier, int reuseAnswers, ClassificationMetrics metrics) {
    this.classifier = classifier;
    this.metrics = metrics;
    classified = new ClassifiedImages(reuseAnswers);
    ModelManifest model = classifier.manifest();
    decoder = new ImageDecoder(model.input(), ImageLimits.DEFAULT);
    tensor = new ImageTensor(model.input().size());
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

  /**
   * Classifies an image; a refused one is an outcome, too, and so is a failure of ours.
   *
   * @param image read once
   * @param options which labels the outcome shall hold, and how sure the main one has to be
   * @throws CancellationException if the task is cancelled while it waits for the image
   */
  public Outcome classify(EncodedImage image, LabelOptions options) {
    try {
      byte[] bytes = image.read();
      ClassifiedImages.Key key = classified.key(bytes);
      Optional<float[]> known = classified.get(key);
      Classified found =
          known.isPresent() ? new Classified(known.get(), Optional.empty()) : classify(bytes);
      float[] probabilities = found.probabilities;
      IdentifyResponse response = ranking.rank(probabilities, options);
      // Not before, for what cannot be ranked is to be tried again.
      classified.put(key, probabilities);
      scores.count(response.mainScore());
      return options.isUndecided(response.mainScore())
          ? undecided(response, options)
          : new Outcome.Completed(response, known.isPresent(), found.times);
    } catch (ImageRejectedException e) {
      return Outcome.Failed.because(e.code(), e.reason());
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Classification failed", e);
      return Outcome.Failed.because(
          ErrorCode.INFERENCE_FAILED, "An unexpected error occurred. Please try again later.");
    }
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

  /** What the model says of an image, and how long that took, if it was asked now. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  private record Classified(float[] probabilities, Optional<WorkTimes> times) {}

  private Classified classify(byte[] image) throws ImageRejectedException {
    long decodeMicros = metrics.timeDecode(() -> decoder.decode(image, tensor));
    ClassificationMetrics.Timed<float[]> inference =
        metrics.timeInference(() -> classifier.probabilities(tensor));
    return new Classified(
        inference.result(), Optional.of(new WorkTimes(decodeMicros, inference.micros())));
  }

  /** Gives back the model, which leaves the memory with its last user, or some time after it. */
  @Override
  public void close() {
    classifier.close();
  }
}
