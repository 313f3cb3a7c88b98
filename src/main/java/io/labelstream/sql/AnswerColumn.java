package io.labelstream.sql;

import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.Outcome;
import io.labelstream.event.ScoredLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;
import org.jspecify.annotations.Nullable;

/**
 * What a model can tell of an image, each in a column of its name. An image that could not be
 * classified has an {@link #ERROR} and nothing else, any other one has everything else.
 */
enum AnswerColumn {
  MAIN_LABEL,
  MAIN_SCORE,
  SECONDARY_LABELS,
  ERROR;

  /** The column of a name, empty for a name of none. */
  static Optional<AnswerColumn> of(String name) {
    return Arrays.stream(values()).filter(column -> column.columnName().equals(name)).findFirst();
  }

  /** All of them, as {@code CREATE MODEL} would declare them. */
  static String declarations() {
    return Arrays.stream(values()).map(AnswerColumn::declaration).collect(Collectors.joining(", "));
  }

  String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As people write it, for which nothing within has to be {@code NOT NULL}. */
  String declaration() {
    return columnName()
        + " "
        + type().getLogicalType().asSummaryString().replaceAll("`| NOT NULL", "");
  }

  /**
   * Whether a column of a type can hold it as it is, null included. A row's fields may have other
   * names.
   */
  boolean fits(LogicalType column) {
    return LogicalTypeCasts.supportsAvoidingCast(type().getLogicalType(), column);
  }

  private DataType type() {
    return switch (this) {
      case MAIN_LABEL, ERROR -> DataTypes.STRING();
      case MAIN_SCORE -> DataTypes.FLOAT();
      case SECONDARY_LABELS ->
          DataTypes.ARRAY(
              DataTypes.ROW(
                      DataTypes.FIELD("label", DataTypes.STRING().notNull()),
                      DataTypes.FIELD("score", DataTypes.FLOAT().notNull()))
                  .notNull());
    };
  }

  /** The value in Flink's internal form, null where the outcome has none. */
  @Nullable Object value(Outcome outcome) {
    return outcome.fold(completed -> value(completed.response()), this::value);
  }

  private @Nullable Object value(IdentifyResponse response) {
    return switch (this) {
      case MAIN_LABEL -> StringData.fromString(response.mainLabel());
      case MAIN_SCORE -> response.mainScore();
      case SECONDARY_LABELS -> rows(response.secondaryLabels());
      case ERROR -> null;
    };
  }

  private @Nullable Object value(Outcome.Failed failed) {
    return this == ERROR ? StringData.fromString(String.join(" ", failed.reasons())) : null;
  }

  private static GenericArrayData rows(List<ScoredLabel> labels) {
    return new GenericArrayData(
        labels.stream()
            .map(label -> GenericRowData.of(StringData.fromString(label.label()), label.score()))
            .toArray());
  }
}
