package io.labelstream.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a measurement.
 *
 * @param machine the machine that was measured
 * @param ratios by name; the only figures that can be compared between runs
 * @param tables the figures of which the ratios are made, for context
 */
record Report(String machine, Map<String, Ratio> ratios, List<Table> tables) {

  Report {
    ratios = Collections.unmodifiableMap(new LinkedHashMap<>(ratios));
    tables = List.copyOf(tables);
  }

  /**
   * Figures of one run.
   *
   * @param title says what the figures are
   * @param columns the names of the columns
   * @param rows with a text for each column
   */
  record Table(String title, List<String> columns, List<List<String>> rows) {

    Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  static final class Builder {

    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    Builder ratio(String name, Ratio ratio) {
      ratios.put(name, ratio);
      return this;
    }

    Builder table(String title, List<String> columns, List<List<String>> rows) {
      tables.add(new Table(title, columns, rows));
      return this;
    }

    Report build() {
      return new Report(Machine.describe(), ratios, tables);
    }
  }
}
