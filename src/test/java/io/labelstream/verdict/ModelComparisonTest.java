package io.labelstream.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.FacadeSources;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelComparisonTest {

  private static final String FAILED =
      "{\"type\":\"u\",\"error\":\"e\",\"status\":422,\"errors\":[\"image is damaged\"]}";

  private final ModelComparison comparison = new ModelComparison(10);

  @Test
  void countsHowOftenAShadowAgrees() {
    for (int i = 0; i < 10; i++) {
      comparison.shadow(record("s@1", i, label(i < 7 ? "Tabby" : "Tiger Cat")));
      comparison.answer(record("p@1", i, label("Tabby")));
    }
    Report.Verdict verdict = report().verdicts().get(0);
    assertThat(verdict)
        .isEqualTo(
            new Report.Verdict(
                "p@1",
                false,
                "s@1",
                10,
                7,
                0.7,
                null,
                null,
                List.of(
                    new Report.Pair(
                        "Tabby",
                        "Tiger Cat",
                        3,
                        List.of("requests/0/7", "requests/0/8", "requests/0/9"))),
                0));
  }

  @Test
  void givesFiveExamplesOfEachPairTheMostFrequentFirst() {
    for (int i = 0; i < 20; i++) {
      comparison.shadow(record("s@1", i, i < 4 ? FAILED : label("Lynx")));
      comparison.answer(record("p@1", i, label("Tabby")));
    }
    List<Report.Pair> pairs = report().verdicts().get(0).pairs();
    assertThat(pairs)
        .extracting(Report.Pair::shadowLabel)
        .containsExactly("Lynx", "failed: UNDECODABLE_IMAGE");
    assertThat(pairs).extracting(Report.Pair::count).containsExactly(16L, 4L);
    assertThat(pairs.get(0).examples()).hasSize(5);
  }

  @Test
  void comparesEachTwoModelsByThemselvesAndEachRequestOnce() {
    comparison.shadow(record("s@1", 1, label("Lynx")));
    comparison.shadow(record("s@1", 1, label("Tabby")));
    comparison.shadow(record("s@1", 2, label("Tabby")));
    comparison.shadow(record("s@1", 3, label("Tabby")));
    comparison.answer(record("p@1", 1, label("Tabby")));
    comparison.answer(record("p@1", 1, label("Tabby")));
    comparison.answer(record("c@1", 2, label("Tabby")));
    comparison.answer(record("p@1", 4, label("Tabby")));
    Report report = report();
    assertThat(report.verdicts()).extracting(Report.Verdict::model).containsExactly("c@1", "p@1");
    assertThat(report.verdicts()).extracting(Report.Verdict::compared).containsOnly(1L);
    assertThat(report.unmatched()).isEqualTo(1);
  }

  @Test
  void tellsHowLongBothModelsTookWithTheSameRequests() {
    for (int i = 1; i <= 100; i++) {
      comparison.shadow(
          record("s@1", i, label("Tabby"), "ce_decodemicros", "7", "ce_inferencemicros", "9000"));
      comparison.answer(
          record(
              "p@1",
              i,
              label("Tabby"),
              "ce_decodemicros",
              Integer.toString(i),
              "ce_inferencemicros",
              Integer.toString(10 * i)));
    }
    // What was known already took no time, and what nobody has seen is none of the comparison's.
    comparison.shadow(record("s@1", 101, label("Tabby")));
    comparison.answer(record("p@1", 101, label("Tabby"), "ce_reused", "true"));
    comparison.answer(
        record("p@1", 102, label("Lynx"), "ce_decodemicros", "999", "ce_inferencemicros", "999"));
    Report.Verdict verdict = report().verdicts().get(0);
    assertThat(verdict.times())
        .isEqualTo(
            new Report.ModelTimes(
                100, new Report.Percentiles(50, 99), new Report.Percentiles(500, 990)));
    assertThat(verdict.shadowTimes())
        .isEqualTo(
            new Report.ModelTimes(
                100, new Report.Percentiles(7, 7), new Report.Percentiles(9007, 9007)));
    assertThat(report().answers()).extracting(Report.ModelAnswers::answered).containsExactly(102L);
  }

  @Test
  void countsWhatACanaryAnswersByItself() {
    comparison.shadow(record("p@1", 2, label("Lynx")));
    comparison.answer(record("p@1", 1, label("Tabby")));
    comparison.answer(record("c@1", 2, label("Tabby"), "ce_canary", "true"));
    comparison.answer(record("c@1", 3, FAILED, "ce_canary", "true"));
    Report report = comparison.report(List.of("shadow"), 5, 6);
    assertThat(report.answers())
        .containsExactly(
            new Report.ModelAnswers("c@1", true, 2, 1, null),
            new Report.ModelAnswers("p@1", false, 1, 0, null));
    assertThat(report.verdicts()).extracting(Report.Verdict::canary).containsExactly(true);
    assertThat(report.olderShadows()).isEqualTo(5);
    assertThat(report.olderAnswers()).isEqualTo(6);
    assertThat(report.missingTopics()).containsExactly("shadow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "NaN", "99999999999999999999"})
  void takesNoTimeThatIsNone(String micros) {
    comparison.answer(
        record("p@1", 1, label("Tabby"), "ce_decodemicros", micros, "ce_inferencemicros", micros));
    assertThat(report().answers())
        .containsExactly(new Report.ModelAnswers("p@1", false, 1, 0, null));
  }

  @Test
  void skipsWhatIsNoAnswer() {
    comparison.shadow(new ConsumerRecord<>("shadow", 0, 0, null, new byte[] {1}));
    comparison.answer(new ConsumerRecord<>("results", 0, 0, null, null));
    assertThat(report()).isEqualTo(new Report(List.of(), List.of(), 0, 0, 0, List.of()));
  }

  @Test
  void leavesOutAFacadesProbes() {
    String probe = FacadeSources.probeSource(FacadeSources.source(new UUID(1, 2)));
    comparison.shadow(record("s@1", 1, label("Lynx"), "ce_source", probe));
    comparison.answer(record("p@1", 1, label("Tabby"), "ce_source", probe));
    assertThat(report()).isEqualTo(new Report(List.of(), List.of(), 0, 0, 0, List.of()));
  }

  @Test
  void tellsNoMorePairsThanSoManyAndHowManyAreRarer() {
    for (int i = 0; i < 15; i++) {
      comparison.shadow(record("s@1", i, label("Lynx " + Math.max(3, i))));
      comparison.answer(record("p@1", i, label("Tabby")));
    }
    Report.Verdict verdict = report().verdicts().get(0);
    assertThat(verdict.pairs()).hasSize(10);
    assertThat(verdict.pairs().get(0).count()).isEqualTo(4);
    assertThat(verdict.rarerPairs()).isEqualTo(2);
    assertThat(verdict.compared()).isEqualTo(15);
  }

  @Test
  void countsModelsBeyondSoManyTogether() {
    int more = ModelComparison.MOST_MODELS + 10;
    for (int i = 0; i < more; i++) {
      comparison.shadow(record("s@" + i, i, label("Lynx")));
      comparison.answer(record("p@" + i, i, label("Lynx")));
    }
    Report report = report();
    assertThat(report.answers())
        .hasSize(ModelComparison.MOST_MODELS + 1)
        .contains(new Report.ModelAnswers(ModelComparison.OTHER_MODELS, false, 10, 0, null));
    assertThat(report.verdicts()).hasSize(ModelComparison.MOST_MODELS + 1);
    assertThat(report.verdicts().stream().mapToLong(Report.Verdict::compared).sum())
        .isEqualTo(more);
  }

  @Test
  void cutsNames() {
    String thousand = "\uD83D\uDC31".repeat(1000);
    String cut = "\uD83D\uDC31".repeat(199) + "…";
    comparison.shadow(record(thousand, 1, label(thousand)));
    comparison.answer(record("p@1", 1, label("Tabby")));
    Report.Verdict verdict = report().verdicts().get(0);
    assertThat(verdict.shadow()).isEqualTo(cut);
    assertThat(verdict.pairs()).extracting(Report.Pair::shadowLabel).containsExactly(cut);
  }

  private Report report() {
    return comparison.report(List.of(), 0, 0);
  }

  private static String label(String label) {
    return "{\"main_label\":\"%s\",\"main_score\":0.5,\"secondary_labels\":[]}".formatted(label);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String model, int id, String value, String... more) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("topic", 0, id, null, value.getBytes(UTF_8));
    boolean failed = value.equals(FAILED);
    List<String> headers =
        List.of(
            "ce_id",
            Integer.toString(id),
            "ce_source",
            "/test",
            "ce_type",
            "io.labelstream.classification." + (failed ? "failed" : "completed") + ".v1",
            "ce_model",
            model,
            "ce_requestoffset",
            "requests/0/" + id,
            "ce_errorcode",
            failed ? "UNDECODABLE_IMAGE" : "");
    for (int i = 0; i < headers.size(); i += 2) {
      record.headers().add(headers.get(i), headers.get(i + 1).getBytes(UTF_8));
    }
    for (int i = 0; i < more.length; i += 2) {
      record.headers().add(more[i], more[i + 1].getBytes(UTF_8));
    }
    return record;
  }
}
