package io.labelstream.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/**
 * Binds the columns that {@code CREATE MODEL} declares. The one of {@code INPUT} may have any name,
 * since a query binds it by its position; those of {@code OUTPUT} are bound by their names, so that
 * any of them may be left out, in any order.
 */
final class ModelColumns {

  private ModelColumns() {}

  /**
   * The columns of a model's output, in its order.
   *
   * @throws ValidationException if a model of ours can neither take its input nor give its output
   */
  static List<AnswerColumn> of(ResolvedCatalogModel model) {
    checkInput(model.getResolvedInputSchema());
    List<AnswerColumn> columns = new ArrayList<>();
    for (Column column : model.getResolvedOutputSchema().getColumns()) {
      columns.add(bind(column));
    }
    return List.copyOf(columns);
  }

  private static void checkInput(ResolvedSchema input) {
    List<Column> columns = input.getColumns();
    if (columns.size() != 1
        || !columns.get(0).getDataType().getLogicalType().is(LogicalTypeFamily.BINARY_STRING)) {
      throw new ValidationException(
          "INPUT must be one column of BYTES for the encoded image, such as INPUT (image BYTES): ("
              + columns.stream().map(ModelColumns::declaration).collect(Collectors.joining(", "))
              + ").");
    }
  }

  private static AnswerColumn bind(Column declared) {
    AnswerColumn column =
        AnswerColumn.of(declared.getName())
            .orElseThrow(
                () ->
                    new ValidationException(
                        "OUTPUT must be columns of these, all or some, in any order: "
                            + AnswerColumn.declarations()
                            + "; there is no "
                            + declared.getName()
                            + "."));
    if (!column.fits(declared.getDataType().getLogicalType())) {
      throw new ValidationException(
          "OUTPUT must have " + column.declaration() + ", and not " + declaration(declared) + ".");
    }
    return column;
  }

  private static String declaration(Column column) {
    return column.getName() + " " + column.getDataType().getLogicalType().asSummaryString();
  }
}
