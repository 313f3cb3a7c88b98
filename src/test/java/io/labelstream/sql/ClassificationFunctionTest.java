package io.labelstream.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.build.Build;
import io.labelstream.event.LabelOptions;
import io.labelstream.inference.FakeClassifier;
import io.labelstream.inference.RecordedMetrics;
import io.labelstream.vision.ClassifierFactory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassificationFunctionTest {

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final FunctionContext context =
      new FunctionContext(null) {
        @Override
        public MetricGroup getMetricGroup() {
          return metrics.group();
        }
      };

  @Test
  void answersInTheOrderOfTheColumns() throws Exception {
    ClassificationFunction function = open(FakeClassifier::new);
    RowData answer = predict(function, picture(Color.RED));
    assertThat(answer.getArity()).isEqualTo(4);
    assertThat(answer.getString(0)).hasToString("Red");
    assertThat(answer.getFloat(1)).isEqualTo(1);
    ArrayData secondary = answer.getArray(2);
    assertThat(secondary.size()).isEqualTo(1);
    assertThat(secondary.getRow(0, 2).getString(0)).hasToString("Green");
    assertThat(secondary.getRow(0, 2).getFloat(1)).isZero();
    assertThat(answer.isNullAt(3)).isTrue();
    function.close();
  }

  @Test
  void whatCannotBeClassifiedFillsTheErrorAlone() throws Exception {
    ClassificationFunction function = open(FakeClassifier::new);
    assertError(function, null, "image is missing: the column must not be NULL");
    assertError(function, "text".getBytes(UTF_8), "image must be a JPEG, PNG or WebP");
    assertError(
        function, picture(Color.BLACK), "An unexpected error occurred. Please try again later.");
    assertThat(predict(function, picture(Color.BLUE)).getString(0)).hasToString("Blue");
    function.close();
  }

  @Test
  void countsAsTheJobDoes() throws Exception {
    ClassificationFunction function = open(FakeClassifier::new);
    predict(function, picture(Color.RED));
    predict(function, picture(Color.RED));
    predict(function, null);
    assertThat(metrics.count("answered")).isEqualTo(3);
    assertThat(metrics.count("completed")).isEqualTo(2);
    assertThat(metrics.count("reused")).isEqualTo(1);
    assertThat(metrics.count("errorCode.MISSING_IMAGE.failed")).isEqualTo(1);
    Build build = Build.current();
    assertThat(
            ((Gauge<?>)
                    metrics.metric(
                        "version."
                            + build.version()
                            + ".commit."
                            + build.commit()
                            + ".model.fake-fp32@0123456789ab.info"))
                .getValue())
        .isEqualTo(1);
    function.close();
  }

  @Test
  void givesTheModelBackOnce() throws Exception {
    int before = FakeClassifier.OPEN.get();
    ClassificationFunction function = open(FakeClassifier::new);
    assertThat(FakeClassifier.OPEN).hasValue(before + 1);
    function.close();
    function.close();
    assertThat(FakeClassifier.OPEN).hasValue(before);
  }

  /** As Flink closes a task whose opening has failed. */
  @Test
  void saysWhatToDoInTheInnermostCauseIfThereIsNoModel() throws Exception {
    ClassificationFunction function =
        function(
            () -> {
              throw new IOException("name another directory", new NoSuchFileException("manifest"));
            });
    assertThatThrownBy(() -> function.open(context))
        .isInstanceOf(IOException.class)
        .hasMessage("name another directory")
        .hasNoCause();
    function.close();
  }

  private void assertError(ClassificationFunction function, byte @Nullable [] image, String error) {
    RowData answer = predict(function, image);
    assertThat(List.of(answer.isNullAt(0), answer.isNullAt(1), answer.isNullAt(2)))
        .containsOnly(true);
    assertThat(answer.getString(3)).asString().startsWith(error);
  }

  private static RowData predict(ClassificationFunction function, byte @Nullable [] image) {
    return function.predict(GenericRowData.of((Object) image)).iterator().next();
  }

  private ClassificationFunction open(ClassifierFactory classifiers) throws Exception {
    ClassificationFunction function = function(classifiers);
    function.open(context);
    return function;
  }

  /** After its way to a TaskManager. */
  private static ClassificationFunction function(ClassifierFactory classifiers) throws Exception {
    return InstantiationUtil.clone(
        new ClassificationFunction(
            classifiers, new LabelOptions(2, 0, 0), 10, List.of(AnswerColumn.values())));
  }

  private static byte[] picture(Color color) throws IOException {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, 20, 20);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
