package io.labelstream.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.event.LabelOptions;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.vision.ModelClassifierFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogModel;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Flink's own discovery makes of a declared model. */
class LabelstreamModelProviderFactoryTest {

  private static final Map<String, String> MODEL = Map.of("model", "/opt/models/resnet50");
  private static final DataType SECONDARY_LABELS =
      DataTypes.ARRAY(
          DataTypes.ROW(
              DataTypes.FIELD("label", DataTypes.STRING()),
              DataTypes.FIELD("score", DataTypes.FLOAT())));
  private static final List<Column> IMAGE = List.of(column("image", DataTypes.BYTES()));
  private static final List<Column> ANSWER =
      List.of(
          column("main_label", DataTypes.STRING()),
          column("main_score", DataTypes.FLOAT()),
          column("secondary_labels", SECONDARY_LABELS),
          column("error", DataTypes.STRING()));

  private final Configuration session = new Configuration();

  @Test
  void aModelAloneHasTheDefaultsOfTheJob() {
    Settings job = Settings.defaults(Scope.JOB);
    assertThat(provider(MODEL))
        .isEqualTo(
            new ClassificationProvider(
                new ModelClassifierFactory(
                    "/opt/models/resnet50",
                    job.get(ModelSettings.PRECISION),
                    job.get(ModelSettings.ENGINE)),
                LabelOptions.DEFAULT,
                job.get(RecordSettings.REUSE_ANSWERS),
                List.of(AnswerColumn.values())));
  }

  @Test
  void everyOptionArrives() {
    Map<String, String> options =
        Map.of(
            "model", "models/resnet50",
            "top-k", "3",
            "min-score", "0.1",
            "precision", "INT8",
            "engine", "onnxruntime",
            "reuse-answers", "0");
    assertThat(provider(options))
        .isEqualTo(
            new ClassificationProvider(
                new ModelClassifierFactory(
                    "models/resnet50", PrecisionChoice.INT8, EngineChoice.ONNXRUNTIME),
                new LabelOptions(3, 0.1, 0),
                0,
                List.of(AnswerColumn.values())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model         | ''                       | a directory on every TaskManager, such as"
            + " /opt/models/resnet50, and no URI: .",
        "model         | file:///opt/models/r     | a directory on every TaskManager, such as"
            + " /opt/models/resnet50, and no URI: file:///opt/models/r.",
        "top-k         | 0                        | a whole number from 1 to 1000: 0.",
        "top-k         | 1001                     | a whole number from 1 to 1000: 1001.",
        "top-k         | three                    | a whole number from 1 to 1000: three.",
        "min-score     | -0.1                     | a number from 0 to 1: -0.1.",
        "min-score     | NaN                      | a number from 0 to 1: NaN.",
        "min-score     | half                     | a number from 0 to 1: half.",
        "precision     | int4                     | one of auto, fp32, int8: int4.",
        "engine        | torch                    | one of tensorflow, onnxruntime, auto: torch.",
        "reuse-answers | -1                       | a whole number, 0 or greater: -1."
      })
  void aValueThatDoesNotFitIsRefused(String option, String value, String wanted) {
    Map<String, String> options = new HashMap<>(MODEL);
    options.put(option, value);
    assertRefused(IMAGE, ANSWER, options, "The option '" + option + "' must be " + wanted);
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertRefused(
        IMAGE,
        ANSWER,
        Map.of("model", "/opt/models/resnet50", "topk", "3"),
        "There is no option 'topk': the provider 'labelstream' has the options 'model', 'top-k',"
            + " 'min-score', 'precision', 'engine', 'reuse-answers'.");
  }

  @Test
  void aModelMustBeNamed() {
    assertRefused(
        IMAGE,
        ANSWER,
        Map.of(),
        "The option 'model' is missing: name the compiled model's folder on the TaskManagers, such"
            + " as 'model' = '/opt/models/resnet50'.");
  }

  @Test
  void theInputIsOneColumnOfBytes() {
    String wanted =
        "INPUT must be one column of BYTES for the encoded image, such as INPUT (image BYTES): ";
    assertRefused(
        List.of(column("image", DataTypes.STRING())), ANSWER, MODEL, wanted + "(image STRING).");
    assertRefused(
        List.of(column("image", DataTypes.BYTES()), column("name", DataTypes.STRING())),
        ANSWER,
        MODEL,
        wanted + "(image BYTES, name STRING).");
    assertThat(provider(List.of(column("photo", DataTypes.BYTES().notNull())), ANSWER, MODEL))
        .isEqualTo(provider(MODEL));
  }

  @Test
  void outputIsBoundByNameWhateverIsLeftOut() {
    assertThat(
            provider(
                    IMAGE,
                    List.of(
                        column("error", DataTypes.STRING()),
                        column("main_label", DataTypes.STRING())),
                    MODEL)
                .output())
        .containsExactly(AnswerColumn.ERROR, AnswerColumn.MAIN_LABEL);
  }

  @Test
  void fieldsOfSecondaryLabelsMayHaveOtherNamesAndBeNotNull() {
    DataType named =
        DataTypes.ARRAY(
            DataTypes.ROW(
                    DataTypes.FIELD("name", DataTypes.STRING().notNull()),
                    DataTypes.FIELD("probability", DataTypes.FLOAT()))
                .notNull());
    assertThat(provider(IMAGE, List.of(column("secondary_labels", named)), MODEL).output())
        .containsExactly(AnswerColumn.SECONDARY_LABELS);
  }

  @Test
  void anOutputThatWeDoNotHaveIsRefused() {
    assertRefused(
        IMAGE,
        List.of(column("label", DataTypes.STRING())),
        MODEL,
        "OUTPUT must be columns of these, all or some, in any order: main_label STRING, main_score"
            + " FLOAT, secondary_labels ARRAY<ROW<label STRING, score FLOAT>>, error STRING; there"
            + " is no label.");
  }

  @Test
  void anOutputOfAnotherTypeIsRefused() {
    assertRefused(
        IMAGE,
        List.of(column("main_score", DataTypes.DOUBLE())),
        MODEL,
        "OUTPUT must have main_score FLOAT, and not main_score DOUBLE.");
    assertRefused(
        IMAGE,
        List.of(column("main_label", DataTypes.VARCHAR(10))),
        MODEL,
        "OUTPUT must have main_label STRING, and not main_label VARCHAR(10).");
    assertRefused(
        IMAGE,
        List.of(column("main_label", DataTypes.STRING().notNull())),
        MODEL,
        "OUTPUT must have main_label STRING, and not main_label STRING NOT NULL.");
    assertRefused(
        IMAGE,
        List.of(
            column(
                "secondary_labels",
                DataTypes.ARRAY(
                    DataTypes.ROW(
                        DataTypes.FIELD("score", DataTypes.FLOAT()),
                        DataTypes.FIELD("label", DataTypes.STRING()))))),
        MODEL,
        "OUTPUT must have secondary_labels ARRAY<ROW<label STRING, score FLOAT>>, and not"
            + " secondary_labels ARRAY<ROW<`score` FLOAT, `label` STRING>>.");
  }

  @Test
  void aMissingModelIsNoticedWhereTheQueryRuns(@TempDir Path folder) {
    Map<String, String> options = Map.of("model", folder.resolve("resnet50").toString());
    session.set(DeploymentOptions.TARGET, "remote");
    assertThat(provider(options)).isNotNull();
    session.set(DeploymentOptions.TARGET, "local");
    assertThatThrownBy(() -> provider(options))
        .rootCause()
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "The option 'model' does not fit: no compiled model in " + folder.resolve("resnet50-"))
        .hasMessageEndingWith(
            ": make one with 'labelstream model compile', or name another directory.");
  }

  private void assertRefused(
      List<Column> input, List<Column> output, Map<String, String> options, String message) {
    // The root cause is all that Flink's SQL client shows.
    assertThatThrownBy(() -> provider(input, output, options))
        .rootCause()
        .isInstanceOf(ValidationException.class)
        .hasMessage(message);
  }

  private ClassificationProvider provider(Map<String, String> options) {
    return provider(IMAGE, ANSWER, options);
  }

  private ClassificationProvider provider(
      List<Column> input, List<Column> output, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put(FactoryUtil.PROVIDER.key(), "labelstream");
    ResolvedSchema inputs = ResolvedSchema.of(input);
    ResolvedSchema outputs = ResolvedSchema.of(output);
    return (ClassificationProvider)
        FactoryUtil.createModelProvider(
            null,
            ObjectIdentifier.of("catalog", "database", "model"),
            ResolvedCatalogModel.of(
                CatalogModel.of(
                    Schema.newBuilder().fromResolvedSchema(inputs).build(),
                    Schema.newBuilder().fromResolvedSchema(outputs).build(),
                    all,
                    null),
                inputs,
                outputs),
            session,
            getClass().getClassLoader(),
            false);
  }

  private static Column column(String name, DataType type) {
    return Column.physical(name, type);
  }
}
