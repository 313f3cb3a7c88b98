package io.labelstream.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Answer;
import io.labelstream.event.AnswerDecoder;
import io.labelstream.event.EventNames;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.kafka.KafkaHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A join of answers with a shadow's by {@code ce_source} and {@code ce_id}. First what the shadow
 * makes of the requests has to be given, then the answers; one that is there twice counts once.
 */
final class ModelComparison {

  private static final int EXAMPLES = 5;

  private final AnswerDecoder decoder = new AnswerDecoder();
  private final Map<Request, Seen> shadows = new HashMap<>();
  private final Map<Models, Counts> counts = new TreeMap<>(Models.ORDER);

  private record Request(String source, String id) {}

  private record Seen(String model, String label, String position) {}

  private record Models(String model, String shadow) {
    private static final Comparator<Models> ORDER =
        Comparator.comparing(Models::model).thenComparing(Models::shadow);
  }

  private record Labels(String label, String shadowLabel) {}

  private static final class Counts {
    private long compared;
    private long agreed;
    private final Map<Labels, List<String>> examples = new HashMap<>();
    private final Map<Labels, Long> differing = new HashMap<>();
  }

  /**
   * What is told.
   *
   * @param verdicts one for each two models that have classified the same requests
   * @param unmatched requests that the shadow has seen, and whose answers are not there
   */
  record Report(List<Verdict> verdicts, long unmatched) {}

  /**
   * How often two models agree.
   *
   * @param agreement of all that were compared, 0 to 1
   * @param pairs of labels that differ, the most frequent first
   */
  record Verdict(
      String model,
      String shadow,
      long compared,
      long agreed,
      double agreement,
      List<Pair> pairs) {}

  /**
   * Two labels for the same requests.
   *
   * @param examples positions in the requests topic
   */
  record Pair(String label, String shadowLabel, long count, List<String> examples) {}

  /** Takes a record of the shadow's topic. */
  void shadow(ConsumerRecord<byte[], byte[]> record) {
    decode(record, answer -> shadows.put(request(answer), seen(answer, record)));
  }

  /** Takes a record of the results topic. */
  void answer(ConsumerRecord<byte[], byte[]> record) {
    decode(
        record,
        answer -> {
          Seen shadow = shadows.remove(request(answer));
          if (shadow != null) {
            compare(seen(answer, record), shadow);
          }
        });
  }

  private void compare(Seen answer, Seen shadow) {
    Counts both =
        counts.computeIfAbsent(new Models(answer.model, shadow.model), models -> new Counts());
    both.compared++;
    if (answer.label.equals(shadow.label)) {
      both.agreed++;
      return;
    }
    Labels labels = new Labels(answer.label, shadow.label);
    both.differing.merge(labels, 1L, Long::sum);
    List<String> examples = both.examples.computeIfAbsent(labels, pair -> new ArrayList<>());
    if (examples.size() < EXAMPLES) {
      examples.add(answer.position);
    }
  }

  Report report() {
    List<Verdict> verdicts = new ArrayList<>();
    counts.forEach((models, both) -> verdicts.add(verdict(models, both)));
    return new Report(verdicts, shadows.size());
  }

  private static Verdict verdict(Models models, Counts both) {
    List<Pair> pairs = new ArrayList<>();
    both.differing.forEach(
        (labels, count) ->
            pairs.add(
                new Pair(
                    labels.label,
                    labels.shadowLabel,
                    count,
                    both.examples.getOrDefault(labels, List.of()))));
    pairs.sort(
        Comparator.comparingLong(Pair::count)
            .reversed()
            .thenComparing(Pair::label)
            .thenComparing(Pair::shadowLabel));
    return new Verdict(
        models.model,
        models.shadow,
        both.compared,
        both.agreed,
        (double) both.agreed / both.compared,
        pairs);
  }

  private void decode(ConsumerRecord<byte[], byte[]> record, Consumer<Answer> use) {
    decoder.decode(KafkaHeaders.read(record.headers()), record.value()).ifPresent(use);
  }

  private static Request request(Answer answer) {
    return new Request(answer.source(), answer.id());
  }

  private static Seen seen(Answer answer, ConsumerRecord<byte[], byte[]> record) {
    Header position = record.headers().lastHeader(EventNames.REQUEST_OFFSET);
    return new Seen(
        answer.model().orElse(""),
        answer
            .response()
            .map(IdentifyResponse::mainLabel)
            .orElseGet(() -> "failed: " + answer.errorCode().map(Enum::name).orElse("unknown")),
        position == null || position.value() == null ? "" : new String(position.value(), UTF_8));
  }
}
