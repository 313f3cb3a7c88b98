package io.labelstream.job;

import io.labelstream.event.AnswerEncoder;
import io.labelstream.event.AnswerRecord;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.Correlation;
import io.labelstream.event.DecodedRequest;
import io.labelstream.event.EchoHeaders;
import io.labelstream.event.Outcome;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestRecord;
import io.labelstream.image.ImageLimits;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.registry.ModelSource;
import io.labelstream.registry.TaskModels;
import io.labelstream.registry.TaskPlace;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.jspecify.annotations.Nullable;

/**
 * Request record in, answer record out, whatever the record holds.
 *
 * <p>Each task has classifiers of its own; the models behind them are shared by those of a JVM, and
 * may change between two records.
 */
public final class ClassifyFunction extends RichMapFunction<RequestRecord, AnswerRecord> {

  private static final long serialVersionUID = 1;

  /** The name of what is done when a job leaves a TaskManager. */
  private static final String RELEASE = "labelstream-release-models";

  private final ModelSource models;
  private final List<URI> references;
  private final Duration referenceTimeout;
  private final Destinations destinations;
  private final List<String> echoHeaders;
  private final Clock clock;

  private transient @Nullable Task task;

  /**
   * A function for all tasks of a job.
   *
   * @param models which of them answers, and when
   * @param references URI prefixes under which a dataref may be read
   * @param referenceTimeout for reading one of them
   * @param destinations where answers go, and how large they may be
   * @param echoHeaders headers, or what their names start with, that an answer repeats
   * @param clock tells which requests have expired, and when an answer was made
   */
  ClassifyFunction(
      ModelSource models,
      List<URI> references,
      Duration referenceTimeout,
      Destinations destinations,
      List<String> echoHeaders,
      Clock clock) {
    this.models = models;
    this.references = List.copyOf(references);
    this.referenceTimeout = referenceTimeout;
    this.destinations = destinations;
    this.echoHeaders = List.copyOf(echoHeaders);
    this.clock = clock;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    ClassificationMetrics metrics = new ClassificationMetrics(getRuntimeContext().getMetricGroup());
    getRuntimeContext()
        .registerUserCodeClassLoaderReleaseHookIfAbsent(RELEASE, models::releaseUnused);
    // Before the model, which takes longer, for a job that cannot answer at all.
    Destinations.TaskDestinations opened = destinations.open();
    try {
      task = new Task(models.open(place(), metrics), opened, metrics);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private TaskPlace place() {
    Map<String, String> variables = getRuntimeContext().getMetricGroup().getAllVariables();
    return new TaskPlace(
        variables.getOrDefault(ScopeFormat.SCOPE_TASKMANAGER_ID, "taskmanager"),
        getRuntimeContext().getJobInfo().getJobId().toString());
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

    private final TaskModels models;
    private final ClassificationMetrics metrics;
    private final RequestDecoder requests = new RequestDecoder(clock);
    private final AnswerEncoder answers;
    private final Destinations.TaskDestinations destinations;
    private final ReferenceReader referenceReader;

    Task(
        TaskModels models,
        Destinations.TaskDestinations destinations,
        ClassificationMetrics metrics) {
      this.models = models;
      this.destinations = destinations;
      this.metrics = metrics;
      answers = new AnswerEncoder(new EchoHeaders(echoHeaders), clock);
      referenceReader =
          new ReferenceReader(
              new AllowedReferences(references), ImageLimits.DEFAULT, referenceTimeout);
    }

    AnswerRecord answer(RequestRecord record) {
      DecodedRequest request = requests.decode(record);
      return RecordLogContext.about(
          record,
          request.correlation(),
          () -> models.answer(request.correlation(), model -> answer(record, request, model)));
    }

    private AnswerRecord answer(
        RequestRecord record, DecodedRequest request, TaskModels.Answering answering) {
      Correlation correlation = request.correlation();
      Outcome outcome =
          request.fold(
              accepted -> classify(record, correlation, accepted, answering.images()),
              rejected -> rejected);
      AnswerEncoder.Encoded encoded =
          answers.encode(record, correlation, outcome, answering.model(), destinations.of(record));
      metrics.answered(encoded.outcome());
      return encoded.answer();
    }

    private Outcome classify(
        RequestRecord record,
        Correlation correlation,
        ClassificationRequest request,
        ImageClassifier images) {
      return images.classify(
          () -> {
            byte[] image = request.image().fold(inline -> inline, referenceReader::read);
            models.show(record, correlation, request.options(), image);
            return image;
          },
          request.options());
    }

    void close() {
      destinations.close();
      referenceReader.close();
      models.close();
    }
  }
}
