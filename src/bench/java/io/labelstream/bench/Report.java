package io.labelstream.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a measurement found.
 *
 * @param machine where
 * @param ratios by name; the only figures that can be compared between runs
 * @param tables what the ratios came from, for context
 */
public record Report(String machine, Map<String, Ratio> ratios, List<Table> tables) {

  /** Copies map and list. */
  public Report {
    ratios = Collections.unmodifiableMap(new LinkedHashMap<>(ratios));
    tables = List.copyOf(tables);
  }

  /**
   * Figures of one run.
   *
   * @param title what they are
   * @param columns their names
   * @param rows a text for each column
   */
  public record Table(String title, List<String> columns, List<List<String>> rows) {

    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** Collects a report. */
  public static final class Builder {

    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    /** Adds a ratio under its name. */
    public Builder ratio(String name, Ratio ratio) {
      ratios.put(name, ratio);
      return this;
    }

    /** Adds a table. */
    public Builder table(String title, List<String> columns, List<List<String>> rows) {
      tables.add(new Table(title, columns, rows));
      return this;
    }

    /** The report of this machine. */
    public Report build() {
      return new Report(Machine.describe(), ratios, tables);
    }
  }
}
