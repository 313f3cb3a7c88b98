package io.labelstream.job;

import io.labelstream.build.Build;
import io.labelstream.event.AnswerEncoder;
import io.labelstream.event.AnswerRecord;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.DecodedRequest;
import io.labelstream.event.EchoHeaders;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.Outcome;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestRecord;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.LabelRanking;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Request record in, answer record out, whatever the record holds.
 *
 * <p>Each task has a classifier, a decoder and their buffers of its own; the model behind the
 * classifiers is one per JVM.
 */
public final class ClassifyFunction extends RichMapFunction<RequestRecord, AnswerRecord> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ClassifyFunction.class);

  private final ClassifierFactory classifiers;
  private final List<URI> references;
  private final Duration referenceTimeout;
  private final Destinations destinations;
  private final List<String> echoHeaders;
  private final int reuseAnswers;
  private final Clock clock;

  private transient @Nullable Task task;

  /**
   * A function for all tasks of a job.
   *
   * @param classifiers makes each task's classifier
   * @param references URI prefixes under which a dataref may be read
   * @param referenceTimeout for reading one of them
   * @param destinations where answers go, and how large they may be
   * @param echoHeaders headers, or what their names start with, that an answer repeats
   * @param reuseAnswers how many images each task remembers
   * @param clock tells which requests have expired, and when an answer was made
   */
  ClassifyFunction(
      ClassifierFactory classifiers,
      List<URI> references,
      Duration referenceTimeout,
      Destinations destinations,
      List<String> echoHeaders,
      int reuseAnswers,
      Clock clock) {
    this.classifiers = classifiers;
    this.references = List.copyOf(references);
    this.referenceTimeout = referenceTimeout;
    this.destinations = destinations;
    this.echoHeaders = List.copyOf(echoHeaders);
    this.reuseAnswers = reuseAnswers;
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    ClassificationMetrics metrics = new ClassificationMetrics(getRuntimeContext().getMetricGroup());
    // Before the model, which takes longer, for a job that cannot answer at all.
    Destinations.TaskDestinations opened = destinations.open();
    try {
      Classifier classifier = metrics.timeModelLoad(classifiers::open);
      try {
        task = new Task(classifier, opened, metrics);
      } catch (RuntimeException e) {
        classifier.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public AnswerRecord map(RequestRecord record) {
    if (task == null) {
      throw new IllegalStateException("the function has not been opened");
    }
    return task.answer(record);
  }

  @Override
  public void close() {
    if (task != null) {
      task.close();
      task = null;
    }
  }

  /** What one task has of its own. */
  private final class Task {

    private final Classifier classifier;
    private final ClassificationMetrics metrics;
    private final RequestDecoder requests = new RequestDecoder(clock);
    private final AnswerEncoder answers;
    private final Destinations.TaskDestinations destinations;
    private final ReferenceReader referenceReader;
    private final ClassifiedImages classified = new ClassifiedImages(reuseAnswers);
    private final ImageDecoder decoder;
    private final ImageTensor tensor;
    private final LabelRanking ranking;

    Task(
        Classifier classifier,
        Destinations.TaskDestinations destinations,
        ClassificationMetrics metrics) {
      this.classifier = classifier;
      this.destinations = destinations;
      this.metrics = metrics;
      ModelManifest model = classifier.manifest();
      metrics.runs(Build.current(), model.id());
      answers = new AnswerEncoder(model.id(), new EchoHeaders(echoHeaders), clock);
      referenceReader =
          new ReferenceReader(
              new AllowedReferences(references), ImageLimits.DEFAULT, referenceTimeout);
      decoder = new ImageDecoder(model.input(), ImageLimits.DEFAULT);
      tensor = new ImageTensor(model.input().size());
      ranking = new LabelRanking(model.labels());
    }

    AnswerRecord answer(RequestRecord record) {
      DecodedRequest request = requests.decode(record);
      return RecordLogContext.about(record, request.correlation(), () -> answer(record, request));
    }

    private AnswerRecord answer(RequestRecord record, DecodedRequest request) {
      Outcome outcome = request.fold(this::classify, rejected -> rejected);
      AnswerEncoder.Encoded encoded =
          answers.encode(record, request.correlation(), outcome, destinations.of(record));
      metrics.answered(encoded.outcome());
      return encoded.answer();
    }

    private Outcome classify(ClassificationRequest request) {
      try {
        byte[] image = request.image().fold(inline -> inline, referenceReader::read);
        ClassifiedImages.Key key = classified.key(image);
        Optional<float[]> known = classified.get(key);
        float[] probabilities = known.isPresent() ? known.get() : probabilities(image);
        IdentifyResponse response = ranking.rank(probabilities, request.options());
        // Not before, for what cannot be ranked is to be tried again.
        classified.put(key, probabilities);
        return new Outcome.Completed(response, known.isPresent());
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

    private float[] probabilities(byte[] image) throws ImageRejectedException {
      metrics.timeDecode(() -> decoder.decode(image, tensor));
      return metrics.timeInference(() -> classifier.probabilities(tensor));
    }

    void close() {
      destinations.close();
      referenceReader.close();
      classifier.close();
    }
  }
}
