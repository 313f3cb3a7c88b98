package io.labelstream.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {

  private static final String FAILED =
      "{\"type\":\"u\",\"error\":\"e\",\"status\":422,\"errors\":[\"image is damaged\"]}";

  private final ModelComparison comparison = new ModelComparison();

  @Test
  void countsHowOftenAShadowAgrees() {
    for (int i = 0; i < 10; i++) {
      comparison.shadow(record("s@1", i, label(i < 7 ? "Tabby" : "Tiger Cat")));
      comparison.answer(record("p@1", i, label("Tabby")));
    }
    ModelComparison.Verdict verdict = comparison.report().verdicts().get(0);
    assertThat(verdict)
        .isEqualTo(
            new ModelComparison.Verdict(
                "p@1",
                "s@1",
                10,
                7,
                0.7,
                List.of(
                    new ModelComparison.Pair(
                        "Tabby",
                        "Tiger Cat",
                        3,
                        List.of("requests/0/7", "requests/0/8", "requests/0/9")))));
  }

  @Test
  void givesFiveExamplesOfEachPairTheMostFrequentFirst() {
    for (int i = 0; i < 20; i++) {
      comparison.shadow(record("s@1", i, i < 4 ? FAILED : label("Lynx")));
      comparison.answer(record("p@1", i, label("Tabby")));
    }
    List<ModelComparison.Pair> pairs = comparison.report().verdicts().get(0).pairs();
    assertThat(pairs)
        .extracting(ModelComparison.Pair::shadowLabel)
        .containsExactly("Lynx", "failed: UNDECODABLE_IMAGE");
    assertThat(pairs).extracting(ModelComparison.Pair::count).containsExactly(16L, 4L);
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
    ModelComparison.Report report = comparison.report();
    assertThat(report.verdicts())
        .extracting(ModelComparison.Verdict::model)
        .containsExactly("c@1", "p@1");
    assertThat(report.verdicts()).extracting(ModelComparison.Verdict::compared).containsOnly(1L);
    assertThat(report.unmatched()).isEqualTo(1);
  }

  @Test
  void skipsWhatIsNoAnswer() {
    comparison.shadow(new ConsumerRecord<>("shadow", 0, 0, null, new byte[] {1}));
    comparison.answer(new ConsumerRecord<>("results", 0, 0, null, null));
    assertThat(comparison.report()).isEqualTo(new ModelComparison.Report(List.of(), 0));
  }

  private static String label(String label) {
    return "{\"main_label\":\"%s\",\"main_score\":0.5,\"secondary_labels\":[]}".formatted(label);
  }

  private static ConsumerRecord<byte[], byte[]> record(String model, int id, String value) {
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
    return record;
  }
}
