package io.labelstream.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.flink.table.api.Expressions.$;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.ColumnList;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries with Flink's planner and the real model, in this process. */
class SqlIT {

  private static final String MODEL = System.getProperty("labelstream.model", "");
  private static final String OUTPUT =
      "main_label STRING, main_score FLOAT,"
          + " secondary_labels ARRAY<ROW<label STRING, score FLOAT>>, error STRING";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyRowHasAnAnswerOrAnError(boolean streaming) throws Exception {
    TableEnvironment tables = tables(streaming);
    List<Row> rows =
        rows(
            tables.executeSql(
                "SELECT name, main_label, main_score, secondary_labels, error"
                    + " FROM ML_PREDICT(TABLE photographs, MODEL resnet50, DESCRIPTOR(image))"));
    assertThat(rows).hasSize(5);
    assertAnswer(row(rows, "chelsea.png"), "Egyptian Cat", 0.77f);
    assertAnswer(row(rows, "coffee.png"), "Espresso", 0.99f);
    assertError(row(rows, "text"), "image must be a JPEG, PNG or WebP");
    assertError(row(rows, "empty"), "image must be a JPEG, PNG or WebP");
    assertError(row(rows, "nothing"), "image is missing: the column must not be NULL");
  }

  @Test
  void argumentsMayBeNamedAndAnswersFiltered() throws Exception {
    assertThat(
            rows(
                tables(true)
                    .executeSql(
                        "SELECT name, main_label FROM ML_PREDICT(INPUT => TABLE photographs,"
                            + " MODEL => MODEL resnet50, ARGS => DESCRIPTOR(image))"
                            + " WHERE main_score > 0.9")))
        .containsExactly(Row.of("coffee.png", "Espresso"));
  }

  @Test
  void secondaryLabelsCanBeRows() throws Exception {
    List<Row> rows =
        rows(
            tables(true)
                .executeSql(
                    "SELECT name, label, score"
                        + " FROM ML_PREDICT(TABLE photographs, MODEL resnet50, DESCRIPTOR(image))"
                        + " CROSS JOIN UNNEST(secondary_labels) AS secondary (label, score)"
                        + " WHERE name = 'chelsea.png'"));
    assertThat(rows.stream().map(row -> row.getField(1)))
        .containsExactlyInAnyOrder("Tiger Cat", "Tabby");
  }

  @Test
  void theTableApiDoesTheSame() throws Exception {
    TableEnvironment tables = tables(true);
    Table answers =
        tables
            .fromModel("resnet50")
            .predict(tables.from("photographs"), ColumnList.of("image"))
            .filter($("error").isNull())
            .select($("name"), $("main_label"));
    assertThat(rows(answers.execute()))
        .containsExactlyInAnyOrder(
            Row.of("chelsea.png", "Egyptian Cat"), Row.of("coffee.png", "Espresso"));
  }

  @Test
  void columnsMayBeLeftOutAndInAnyOrder() throws Exception {
    TableEnvironment tables = tables(true);
    createModel(tables, "few", "error STRING, main_label STRING", "");
    assertThat(
            rows(
                tables.executeSql(
                    "SELECT name, error, main_label"
                        + " FROM ML_PREDICT(TABLE photographs, MODEL few, DESCRIPTOR(image))"
                        + " WHERE name = 'coffee.png'")))
        .containsExactly(Row.of("coffee.png", null, "Espresso"));
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingRuns() throws Exception {
    TableEnvironment tables = tables(true);
    createModel(tables, "wrong", OUTPUT, ", 'top-k' = '0'");
    assertThatThrownBy(
            () ->
                tables.explainSql(
                    "SELECT * FROM ML_PREDICT(TABLE photographs, MODEL wrong, DESCRIPTOR(image))"))
        .rootCause()
        .hasMessage("The option 'top-k' must be a whole number from 1 to 1000: 0.");
  }

  private static TableEnvironment tables(boolean streaming) throws Exception {
    EnvironmentSettings.Builder settings = EnvironmentSettings.newInstance();
    TableEnvironment tables =
        TableEnvironment.create(
            (streaming ? settings.inStreamingMode() : settings.inBatchMode()).build());
    tables.getConfig().set("parallelism.default", "2");
    tables.createTemporaryView(
        "photographs",
        tables.fromValues(
            DataTypes.ROW(
                DataTypes.FIELD("name", DataTypes.STRING()),
                DataTypes.FIELD("image", DataTypes.BYTES())),
            Row.of("chelsea.png", CameraFeed.photograph("chelsea.png")),
            Row.of("coffee.png", CameraFeed.photograph("coffee.png")),
            Row.of("text", "no photograph".getBytes(UTF_8)),
            Row.of("empty", new byte[0]),
            Row.of("nothing", null)));
    createModel(tables, "resnet50", OUTPUT, ", 'top-k' = '3'");
    return tables;
  }

  private static void createModel(
      TableEnvironment tables, String name, String output, String options) {
    tables.executeSql(
        "CREATE MODEL %s INPUT (image BYTES) OUTPUT (%s)".formatted(name, output)
            + " WITH ('provider' = 'labelstream', 'model' = '%s'%s)".formatted(MODEL, options));
  }

  private static List<Row> rows(TableResult result) throws Exception {
    CloseableIterator<Row> rows = result.collect();
    List<Row> all = new ArrayList<>();
    rows.forEachRemaining(all::add);
    rows.close();
    return all;
  }

  private static Row row(List<Row> rows, String name) {
    return rows.stream().filter(row -> name.equals(row.getField(0))).findFirst().orElseThrow();
  }

  private static void assertAnswer(Row row, String label, float score) {
    assertThat(row.getField(1)).isEqualTo(label);
    assertThat((Float) row.getField(2)).isCloseTo(score, within(0.05f));
    assertThat((Object[]) row.getField(3)).hasSize(2);
    assertThat(row.getField(4)).isNull();
  }

  private static void assertError(Row row, String error) {
    assertThat(row.getField(1)).isNull();
    assertThat(row.getField(2)).isNull();
    assertThat(row.getField(3)).isNull();
    assertThat((String) row.getField(4)).startsWith(error);
  }
}
