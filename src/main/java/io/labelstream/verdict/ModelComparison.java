package io.labelstream.verdict;

import io.labelstream.event.Answer;
import io.labelstream.event.AnswerDecoder;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.RequestPosition;
import io.labelstream.event.WorkTimes;
import io.labelstream.kafka.KafkaHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A join of answers with a shadow's by {@code ce_source} and {@code ce_id}. First what the shadow
 * makes of the requests has to be given, of which each is kept until its answer comes, then the
 * answers; one that is there twice is compared once.
 */
public final class ModelComparison {

  private static final int EXAMPLES = 5;

  private final AnswerDecoder decoder = new AnswerDecoder();
  private final Map<Request, Seen> shadows = new HashMap<>();
  private final Map<Models, Counts> counts = new TreeMap<>(Models.ORDER);
  private final Map<Answering, Answered> answered = new TreeMap<>(Answering.ORDER);

  private record Request(String source, String id) {}

  /** What a shadow has made of a request. */
  private record Seen(String model, String label, Optional<WorkTimes> work) {}

  private record Answering(String model, boolean canary) {
    private static final Comparator<Answering> ORDER =
        Comparator.comparing(Answering::model).thenComparing(Answering::canary);
  }

  private record Models(Answering answering, String shadow) {
    private static final Comparator<Models> ORDER =
        Comparator.comparing(Models::answering, Answering.ORDER).thenComparing(Models::shadow);
  }

  private record Labels(String label, String shadowLabel) {}

  private static final class Counts {
    private long compared;
    private long agreed;
    private final TimesHistogram times = new TimesHistogram();
    private final TimesHistogram shadowTimes = new TimesHistogram();
    private final Map<Labels, Difference> differences = new HashMap<>();
  }

  private static final class Difference {
    private long count;
    private final List<String> examples = new ArrayList<>();
  }

  private static final class Answered {
    private long all;
    private long failed;
    private final TimesHistogram times = new TimesHistogram();
  }

  /** Takes a record of the shadow's topic. */
  public void shadow(ConsumerRecord<byte[], byte[]> record) {
    decode(
        record,
        answer ->
            shadows.put(
                request(answer), new Seen(model(answer), label(answer), answer.passage().work())));
  }

  /** Takes a record of the results topic. */
  public void answer(ConsumerRecord<byte[], byte[]> record) {
    decode(
        record,
        answer -> {
          Answering answering = new Answering(model(answer), answer.canary());
          count(answering, answer);
          Seen shadow = shadows.remove(request(answer));
          if (shadow != null) {
            compare(answering, answer, shadow);
          }
        });
  }

  private void count(Answering answering, Answer answer) {
    Answered model = answered.computeIfAbsent(answering, first -> new Answered());
    model.all++;
    model.failed += answer.response().isPresent() ? 0 : 1;
    model.times.add(answer.passage().work());
  }

  private void compare(Answering answering, Answer answer, Seen shadow) {
    Counts both =
        counts.computeIfAbsent(new Models(answering, shadow.model), models -> new Counts());
    both.compared++;
    both.times.add(answer.passage().work());
    both.shadowTimes.add(shadow.work);
    String label = label(answer);
    if (label.equals(shadow.label)) {
      both.agreed++;
      return;
    }
    Difference difference =
        both.differences.computeIfAbsent(
            new Labels(label, shadow.label), labels -> new Difference());
    difference.count++;
    if (difference.examples.size() < EXAMPLES) {
      answer
          .passage()
          .position()
          .map(RequestPosition::toString)
          .ifPresent(difference.examples::add);
    }
  }

  /**
   * What has come of it so far.
   *
   * @param olderShadows how many records of the shadow's topic were not given
   * @param olderAnswers the same of the results topic
   */
  public Report report(long olderShadows, long olderAnswers) {
    List<Report.Verdict> verdicts = new ArrayList<>();
    counts.forEach((models, both) -> verdicts.add(verdict(models, both)));
    List<Report.ModelAnswers> answers = new ArrayList<>();
    answered.forEach(
        (answering, model) ->
            answers.add(
                new Report.ModelAnswers(
                    answering.model,
                    answering.canary,
                    model.all,
                    model.failed,
                    model.times.report())));
    return new Report(verdicts, answers, shadows.size(), olderShadows, olderAnswers);
  }

  private static Report.Verdict verdict(Models models, Counts both) {
    List<Report.Pair> pairs = new ArrayList<>();
    both.differences.forEach(
        (labels, difference) ->
            pairs.add(
                new Report.Pair(
                    labels.label,
                    labels.shadowLabel,
                    difference.count,
                    List.copyOf(difference.examples))));
    pairs.sort(
        Comparator.comparingLong(Report.Pair::count)
            .reversed()
            .thenComparing(Report.Pair::label)
            .thenComparing(Report.Pair::shadowLabel));
    return new Report.Verdict(
        models.answering.model,
        models.answering.canary,
        models.shadow,
        both.compared,
        both.agreed,
        (double) both.agreed / both.compared,
        both.times.report(),
        both.shadowTimes.report(),
        pairs);
  }

  private void decode(ConsumerRecord<byte[], byte[]> record, Consumer<Answer> use) {
    decoder.decode(KafkaHeaders.read(record.headers()), record.value()).ifPresent(use);
  }

  private static Request request(Answer answer) {
    return new Request(answer.source(), answer.id());
  }

  private static String model(Answer answer) {
    return answer.model().orElse("");
  }

  private static String label(Answer answer) {
    return answer
        .response()
        .map(IdentifyResponse::mainLabel)
        .orElseGet(() -> "failed: " + answer.errorCode().map(Enum::name).orElse("unknown"));
  }
}
