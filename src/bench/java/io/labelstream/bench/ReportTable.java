package io.labelstream.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people: the tables, and in the end the ratios. */
final class ReportTable {

  private ReportTable() {}

  static void print(Report report, PrintWriter out) {
    out.println(report.machine());
    for (Report.Table table : report.tables()) {
      print(table, out);
    }
    if (!report.ratios().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      report
          .ratios()
          .forEach(
              (name, ratio) ->
                  rows.add(
                      List.of(
                          name,
                          number(ratio.median()),
                          number(ratio.min()),
                          number(ratio.max()),
                          Integer.toString(ratio.rounds()))));
      print(
          new Report.Table(
              "Ratios, over the rounds", List.of("ratio", "median", "min", "max", "rounds"), rows),
          out);
    }
  }

  private static void print(Report.Table table, PrintWriter out) {
    int columns = table.columns().size();
    int[] widths = new int[columns];
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns());
    lines.addAll(table.rows());
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    out.printf("%n%s%n%n", table.title());
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        // Names to the left, figures to the right.
        String format = i == 0 ? "%-" + widths[i] + "s" : "%" + (widths[i] + 2) + "s";
        text.append(String.format(format, line.get(i)));
      }
      out.println(text);
    }
  }

  private static String number(double value) {
    return number("%.3f", value);
  }

  /** A figure as tables have it on every machine. */
  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /**
   * The median over rounds of what a share of the times does not exceed.
   *
   * @param format of milliseconds
   * @param rounds seconds, ascending in each
   */
  static String percentile(String format, List<double[]> rounds, double share) {
    return number(format, 1e3 * Ratio.median(OpenLoop.percentiles(rounds, share)));
  }
}
