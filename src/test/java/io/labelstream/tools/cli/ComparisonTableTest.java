package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.verdict.Report;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

  private final Locale before = Locale.getDefault();

  /** One that writes numbers otherwise. */
  @BeforeEach
  void beElsewhere() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void comeBack() {
    Locale.setDefault(before);
  }

  @Test
  void writesAVerdictTheSameEverywhere() {
    Report.ModelTimes times =
        new Report.ModelTimes(
            10, new Report.Percentiles(2000, 4000), new Report.Percentiles(30_000, 60_000));
    assertThat(
            printed(
                new Report(
                    List.of(
                        verdict(
                            "c@1",
                            true,
                            times,
                            List.of(
                                new Report.Pair(
                                    "Tabby", "Lynx", 1, List.of("requests/0/7", "requests/1/9"))))),
                    List.of(
                        new Report.ModelAnswers("c@1", true, 1234, 5, null),
                        new Report.ModelAnswers("p@1", false, 4321, 0, null)),
                    2000,
                    3000,
                    4000,
                    List.of())))
        .containsExactly(
            "c@1, as a canary, with s@1 as its shadow: 2,000 requests, 1,999 agree (99.95 %)",
            "         c@1                                       decode 2.0 ms, p99 4.0  inference 30.0"
                + " ms, p99 60.0",
            "      1  Tabby                            Lynx                              requests/0/7"
                + " requests/1/9",
            "2,000 of the shadow's without an answer to compare",
            "c@1, as a canary: 1,234 answers, 5 failed",
            "p@1: 4,321 answers, 0 failed",
            "Left out, since they are older than --newest: 3,000 of the shadow's, 4,000 answers");
  }

  @Test
  void saysWhatIsNotKnownOrNotThere() {
    assertThat(
            printed(
                new Report(
                    List.of(verdict("", false, null, List.of())),
                    List.of(new Report.ModelAnswers("", false, 5, 0, null)),
                    0,
                    0,
                    0,
                    List.of("image-classification.shadow"))))
        .containsExactly(
            "Nothing is compared: there is no topic image-classification.shadow",
            "unknown, with s@1 as its shadow: 2,000 requests, 1,999 agree (99.95 %)",
            "0 of the shadow's without an answer to compare",
            "unknown: 5 answers, 0 failed");
  }

  private static Report.Verdict verdict(
      String model, boolean canary, Report.@Nullable ModelTimes times, List<Report.Pair> pairs) {
    return new Report.Verdict(model, canary, "s@1", 2000, 1999, 0.9995, times, null, pairs, 0);
  }

  private static List<String> printed(Report report) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new ComparisonTable(out).print(report);
    out.flush();
    return text.toString().lines().toList();
  }
}
