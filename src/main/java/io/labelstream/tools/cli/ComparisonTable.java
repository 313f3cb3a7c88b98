package io.labelstream.tools.cli;

import io.labelstream.verdict.Report;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a comparison of models for people. */
final class ComparisonTable {

  private static final double MICROS = 1000;

  private final PrintWriter out;

  ComparisonTable(PrintWriter out) {
    this.out = out;
  }

  void print(Report report) {
    for (Report.Verdict verdict : report.verdicts()) {
      out.printf(
          Locale.ROOT,
          "%s, with %s as its shadow: %,d requests, %,d agree (%.2f %%)%n",
          verdict.model(),
          verdict.shadow(),
          verdict.compared(),
          verdict.agreed(),
          100 * verdict.agreement());
      print(verdict.model(), verdict.times());
      print(verdict.shadow(), verdict.shadowTimes());
      verdict.pairs().forEach(this::print);
    }
    out.printf("%,d of the shadow's without an answer to compare%n", report.unmatched());
    report.answers().forEach(this::print);
    if (report.olderShadows() > 0 || report.olderAnswers() > 0) {
      out.printf(
          "Left out, since they are older than --newest: %,d of the shadow's, %,d answers%n",
          report.olderShadows(), report.olderAnswers());
    }
  }

  private void print(Report.Pair pair) {
    out.printf(
        "%7d  %-32s %-32s  %s%n",
        pair.count(), pair.label(), pair.shadowLabel(), String.join(" ", pair.examples()));
  }

  private void print(Report.ModelAnswers answers) {
    out.printf(
        "%s%s: %,d answers, %,d failed%n",
        answers.model(),
        answers.canary() ? ", as a canary" : "",
        answers.answered(),
        answers.failed());
    print(answers.model(), answers.times());
  }

  private void print(String model, Report.@Nullable ModelTimes times) {
    if (times != null) {
      out.printf(
          Locale.ROOT,
          "         %-40s  decode %.1f ms, p99 %.1f  inference %.1f ms, p99 %.1f%n",
          model,
          times.decodeMicros().p50() / MICROS,
          times.decodeMicros().p99() / MICROS,
          times.inferenceMicros().p50() / MICROS,
          times.inferenceMicros().p99() / MICROS);
    }
  }
}
