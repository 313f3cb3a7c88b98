package io.labelstream.job;

import io.labelstream.event.AnswerEncoder;
import io.labelstream.event.EchoHeaders;
import io.labelstream.event.RequestDecoder;
import io.labelstream.image.ImageLimits;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.registry.ModelSource;
import io.labelstream.registry.TaskPlace;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;

/**
 * Makes what each task of a job answers with; travels to them with the job.
 *
 * @param models which of them answers, and when
 * @param references URI prefixes under which a dataref may be read
 * @param referenceTimeout for reading one of them
 * @param destinations where answers go, and how large they may be
 * @param echoHeaders headers, or what their names start with, that an answer repeats
 * @param clock tells which requests have expired, and when an answer was made
 */
record ClassifyTaskFactory(
    ModelSource models,
    List<URI> references,
    Duration referenceTimeout,
    Destinations destinations,
    List<String> echoHeaders,
    Clock clock)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The name of what is done when a job leaves a TaskManager. */
  private static final String RELEASE = "labelstream-release-models";

  ClassifyTaskFactory {
    references = List.copyOf(references);
    echoHeaders = List.copyOf(echoHeaders);
  }

  /**
   * Opens everything, and returns when the task can answer.
   *
   * @throws IOException if there is no model to answer with; the message says what to do
   */
  ClassifyTask open(RuntimeContext context) throws IOException {
    ClassificationMetrics metrics = new ClassificationMetrics(context.getMetricGroup());
    context.registerUserCodeClassLoaderReleaseHookIfAbsent(RELEASE, models::releaseUnused);
    // Before the model, which takes longer, for a job that cannot answer at all.
    Destinations.TaskDestinations opened = destinations.open();
    try {
      return new ClassifyTask(
          new RequestDecoder(clock),
          new ReferenceReader(
              new AllowedReferences(references), ImageLimits.DEFAULT, referenceTimeout),
          models.open(place(context), metrics),
          new AnswerEncoder(new EchoHeaders(echoHeaders), clock),
          opened,
          metrics);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static TaskPlace place(RuntimeContext context) {
    Map<String, String> variables = context.getMetricGroup().getAllVariables();
    return new TaskPlace(
        variables.getOrDefault(ScopeFormat.SCOPE_TASKMANAGER_ID, "taskmanager"),
        context.getJobInfo().getJobId().toString());
  }
}
