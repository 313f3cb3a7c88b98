package io.labelstream.verdict;

import io.labelstream.event.Answer;
import io.labelstream.event.AnswerDecoder;
import io.labelstream.event.FacadeSources;
import io.labelstream.event.ForeignText;
import io.labelstream.event.IdentifyResponse;
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
 * answers; one that is there twice is compared once. A facade's probes are left out, as nobody's
 * images.
 *
 * <p>Whatever somebody has written on the topics, memory is limited but for the requests that wait:
 * of more than so many models, the rest are counted together, and names are cut.
 */
final class ModelComparison {

  /** Counted together by this name are models beyond {@link #MOST_MODELS}. */
  static final String OTHER_MODELS = "other models";

  /** Of these there are some few in truth. */
  static final int MOST_MODELS = 32;

  private final int mostPairs;
  private final AnswerDecoder decoder = new AnswerDecoder();
  private final Map<Request, Seen> shadows = new HashMap<>();
  private final Map<Models, Agreement> agreements = new TreeMap<>(Models.ORDER);
  private final Map<Answering, Answered> answered = new TreeMap<>(Answering.ORDER);

  /** Each text by itself, since many requests share few of them. */
  private final Map<String, String> texts = new HashMap<>();

  private record Request(String source, String id) {}

  /** What a shadow has made of a request. */
  private record Seen(String model, String label, Optional<WorkTimes> work) {}

  private record Answering(String model, boolean canary) {
    private static final Answering OTHERS = new Answering(OTHER_MODELS, false);
    private static final Comparator<Answering> ORDER =
        Comparator.comparing(Answering::model).thenComparing(Answering::canary);
  }

  private record Models(Answering answering, String shadow) {
    private static final Models OTHERS = new Models(Answering.OTHERS, OTHER_MODELS);
    private static final Comparator<Models> ORDER =
        Comparator.comparing(Models::answering, Answering.ORDER).thenComparing(Models::shadow);
  }

  private static final class Answered {
    private long all;
    private long failed;
    private final TimesHistogram times = new TimesHistogram();
  }

  /**
   * A comparison of nothing yet.
   *
   * @param mostPairs how many pairs of labels that differ are told of each two models
   */
  ModelComparison(int mostPairs) {
    this.mostPairs = mostPairs;
  }

  /** Takes a record of the shadow's topic. */
  void shadow(ConsumerRecord<byte[], byte[]> record) {
    decode(
        record,
        answer ->
            shadows.put(
                new Request(once(answer.source()), answer.id()),
                new Seen(once(model(answer)), once(label(answer)), answer.passage().work())));
  }

  /** Takes a record of the results topic. */
  void answer(ConsumerRecord<byte[], byte[]> record) {
    decode(
        record,
        answer -> {
          Answering answering = new Answering(model(answer), answer.canary());
          count(answering, answer);
          Seen shadow = shadows.remove(new Request(answer.source(), answer.id()));
          if (shadow != null) {
            compare(answering, answer, shadow);
          }
        });
  }

  private void count(Answering answering, Answer answer) {
    Answered model =
        answered.computeIfAbsent(
            known(answered, answering, Answering.OTHERS), first -> new Answered());
    model.all++;
    model.failed += answer.response().isPresent() ? 0 : 1;
    model.times.add(answer.passage().work());
  }

  private void compare(Answering answering, Answer answer, Seen shadow) {
    Models models = known(agreements, new Models(answering, shadow.model), Models.OTHERS);
    Agreement agreement = agreements.computeIfAbsent(models, first -> new Agreement());
    agreement.addTimes(answer.passage().work(), shadow.work);
    agreement.addLabels(once(label(answer)), shadow.label, answer.passage().position());
  }

  private static <K> K known(Map<K, ?> models, K one, K others) {
    return models.containsKey(one) || models.size() < MOST_MODELS ? one : others;
  }

  /**
   * What has come of it so far.
   *
   * @param missingTopics of the two
   * @param olderShadows how many records of the shadow's topic were not given
   * @param olderAnswers the same of the results topic
   */
  Report report(List<String> missingTopics, long olderShadows, long olderAnswers) {
    List<Report.Verdict> verdicts = new ArrayList<>();
    agreements.forEach(
        (models, agreement) ->
            verdicts.add(
                agreement.verdict(
                    models.answering.model, models.answering.canary, models.shadow, mostPairs)));
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
    return new Report(verdicts, answers, shadows.size(), olderShadows, olderAnswers, missingTopics);
  }

  private void decode(ConsumerRecord<byte[], byte[]> record, Consumer<Answer> use) {
    decoder
        .decode(KafkaHeaders.read(record.headers()), record.value())
        .filter(answer -> !FacadeSources.isProbe(answer.source()))
        .ifPresent(use);
  }

  private String once(String text) {
    return texts.computeIfAbsent(text, first -> first);
  }

  private static String model(Answer answer) {
    return answer.model().map(ForeignText::cut).orElse("");
  }

  private static String label(Answer answer) {
    return answer
        .response()
        .map(IdentifyResponse::mainLabel)
        .map(ForeignText::cut)
        .orElseGet(() -> "failed: " + answer.errorCode().map(Enum::name).orElse("unknown"));
  }
}
