package io.labelstream.job;

import io.labelstream.build.Build;
import io.labelstream.event.AnswerEncoder;
import io.labelstream.event.AnswerRecord;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.DecodedRequest;
import io.labelstream.event.EchoHeaders;
import io.labelstream.event.Outcome;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestRecord;
import io.labelstream.image.ImageLimits;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.vision.ClassifierFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Request record in, answer record out, whatever the record holds.
 *
 * <p>Each task has an {@link ImageClassifier} of its own; the model behind them is one per JVM.
 */
public final class ClassifyFunction extends RichMapFunction<RequestRecord, AnswerRecord> {

  private static final long serialVersionUID = 1;

  /** The name of what is done when a job leaves a TaskManager. */
  private static final String RELEASE = "labelstream-release-models";

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
    getRuntimeContext()
        .registerUserCodeClassLoaderReleaseHookIfAbsent(RELEASE, classifiers::releaseUnused);
    // Before the model, which takes longer, for a job that cannot answer at all.
    Destinations.TaskDestinations opened = destinations.open();
    try {
      ImageClassifier images = ImageClassifier.open(classifiers, reuseAnswers, metrics);
      try {
        task = new Task(images, opened, metrics);
      } catch (RuntimeException e) {
        images.close();
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

    private final ImageClassifier images;
    private final ClassificationMetrics metrics;
    private final RequestDecoder requests = new RequestDecoder(clock);
    private final AnswerEncoder answers;
    private final Destinations.TaskDestinations destinations;
    private final ReferenceReader referenceReader;

    Task(
        ImageClassifier images,
        Destinations.TaskDestinations destinations,
        ClassificationMetrics metrics) {
      this.images = images;
      this.destinations = destinations;
      this.metrics = metrics;
      String model = images.model().id();
      metrics.runs(Build.current(), model);
      answers = new AnswerEncoder(model, new EchoHeaders(echoHeaders), clock);
      referenceReader =
          new ReferenceReader(
              new AllowedReferences(references), ImageLimits.DEFAULT, referenceTimeout);
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
      return images.classify(
          () -> request.image().fold(inline -> inline, referenceReader::read), request.options());
    }

    void close() {
      destinations.close();
      referenceReader.close();
      images.close();
    }
  }
}
