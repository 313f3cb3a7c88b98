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
    report
        .missingTopics()
        .forEach(topic -> write("Nothing is compared: there is no topic %s%n", topic));
    for (Report.Verdict verdict : report.verdicts()) {
      write(
          "%s%s, with %s as its shadow: %,d requests, %,d agree (%.2f %%)%n",
          name(verdict.model()),
          role(verdict.canary()),
          name(verdict.shadow()),
          verdict.compared(),
          verdict.agreed(),
          100 * verdict.agreement());
      print(verdict.model(), verdict.times());
      print(verdict.shadow(), verdict.shadowTimes());
      verdict.pairs().forEach(this::print);
    }
    write("%,d of the shadow's without an answer to compare%n", report.unmatched());
    report.answers().forEach(this::print);
    if (report.olderShadows() > 0 || report.olderAnswers() > 0) {
      write(
          "Left out, since they are older than --newest: %,d of the shadow's, %,d answers%n",
          report.olderShadows(), report.olderAnswers());
    }
  }

  private void print(Report.Pair pair) {
    write(
        "%7d  %-32s %-32s  %s%n",
        pair.count(), pair.label(), pair.shadowLabel(), String.join(" ", pair.examples()));
  }

  private void print(Report.ModelAnswers answers) {
    write(
        "%s%s: %,d answers, %,d failed%n",
        name(answers.model()), role(answers.canary()), answers.answered(), answers.failed());
    print(answers.model(), answers.times());
  }

  private void print(String model, Report.@Nullable ModelTimes times) {
    if (times != null) {
      write(
          "         %-40s  decode %.1f ms, p99 %.1f  inference %.1f ms, p99 %.1f%n",
          name(model),
          times.decodeMicros().p50() / MICROS,
          times.decodeMicros().p99() / MICROS,
          times.inferenceMicros().p50() / MICROS,
          times.inferenceMicros().p99() / MICROS);
    }
  }

  private static String name(String model) {
    return model.isEmpty() ? "unknown" : model;
  }

  private static String role(boolean canary) {
    return canary ? ", as a canary" : "";
  }

  /** Programs read it, too, so that it is the same wherever it is written. */
  private void write(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
  }
}
