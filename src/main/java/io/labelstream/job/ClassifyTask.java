package io.labelstream.job;

import io.labelstream.event.AnswerEncoder;
import io.labelstream.event.AnswerRecord;
import io.labelstream.event.AnsweringModel;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.Correlation;
import io.labelstream.event.DecodedRequest;
import io.labelstream.event.RequestDecoder;
import io.labelstream.event.RequestRecord;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier.PendingClassification;
import io.labelstream.registry.TaskModels;
import java.util.List;

/**
 * Request records in, answer records out, whatever the records hold.
 *
 * <p>Each task has classifiers of its own; the models behind them are shared by those of a JVM, and
 * may change between two calls.
 */
final class ClassifyTask implements AutoCloseable {

  private final RequestDecoder requests;
  private final ReferenceReader references;
  private final TaskModels models;
  private final AnswerEncoder answers;
  private final Destinations.TaskDestinations destinations;
  private final ClassificationMetrics metrics;

  /** Takes over what has to be closed. */
  ClassifyTask(
      RequestDecoder requests,
      ReferenceReader references,
      TaskModels models,
      AnswerEncoder answers,
      Destinations.TaskDestinations destinations,
      ClassificationMetrics metrics) {
    this.requests = requests;
    this.references = references;
    this.models = models;
    this.answers = answers;
    this.destinations = destinations;
    this.metrics = metrics;
  }

  /** A record, and what it asks for. */
  record Question(RequestRecord record, DecodedRequest request) {

    Correlation correlation() {
      return request.correlation();
    }

    /** Whether its image is elsewhere, so that it may take a while. */
    boolean isByReference() {
      return request.fold(
          accepted -> accepted.image().fold(inline -> false, reference -> true), rejected -> false);
    }
  }

  /** A question whose image waits for those of others to go through the model with them. */
  private record Pending(
      Question question, AnsweringModel model, PendingClassification classification) {}

  Question decode(RequestRecord record) {
    return new Question(record, requests.decode(record));
  }

  /** Whether several questions at a time are answered sooner than one after the other. */
  boolean gainsByBatches() {
    return models.answer(TaskModels.Current::gainsByBatches);
  }

  /** Answers each question by itself, in their order; their images are classified together. */
  List<AnswerRecord> answer(List<Question> questions) {
    return models.answer(
        current -> {
          List<Pending> pending = questions.stream().map(one -> begin(one, current)).toList();
          return pending.stream().map(this::answer).toList();
        });
  }

  private Pending begin(Question question, TaskModels.Current current) {
    Correlation correlation = question.correlation();
    TaskModels.Answering answering = current.answering(correlation);
    PendingClassification classification =
        RecordLogContext.about(
            question.record,
            correlation,
            () ->
                question.request.fold(
                    accepted ->
                        answering
                            .images()
                            .begin(() -> image(question, accepted, current), accepted.options()),
                    rejected -> () -> rejected));
    return new Pending(question, answering.model(), classification);
  }

  private byte[] image(Question question, ClassificationRequest request, TaskModels.Current current)
      throws ImageRejectedException {
    byte[] image = request.image().fold(inline -> inline, references::read);
    current.show(question.record, question.correlation(), request.options(), image);
    return image;
  }

  private AnswerRecord answer(Pending pending) {
    RequestRecord record = pending.question.record;
    Correlation correlation = pending.question.correlation();
    return RecordLogContext.about(
        record,
        correlation,
        () -> {
          AnswerEncoder.Encoded encoded =
              answers.encode(
                  record,
                  correlation,
                  pending.classification.outcome(),
                  pending.model,
                  destinations.of(record));
          metrics.answered(encoded.outcome());
          return encoded.answer();
        });
  }

  @Override
  public void close() {
    destinations.close();
    references.close();
    models.close();
  }
}
