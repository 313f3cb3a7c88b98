package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.vision.Engine;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** int8 gives the labels that fp32 gives, on photographs on which it was not calibrated. */
class QuantizedAgreementIT {

  private static final int CALIBRATED = 30;
  private static final int COMPARED = 40;

  /** One in forty is between two labels. */
  private static final int AGREED = 38;

  private static final double MEAN_DIFFERENCE = 0.05;

  @TempDir private Path folder;

  @Test
  void ofAMobileNet() throws Exception {
    compare(ModelCompiler.of(Path.of("models/moderation")), Engine.TENSORFLOW);
  }

  /** From npm, as in {@link TensorFlowJsIT}. */
  @Test
  void ofAnInception() throws Exception {
    compare(TensorFlowJs.inception(), Engine.values());
  }

  private void compare(ModelCompiler compiler, Engine... engines) throws Exception {
    String ranges = compiler.calibrate(calibrated(), () -> {});
    for (Engine engine : engines) {
      ModelCompiler.Result reference = compiler.compile(Precision.FP32, engine, folder);
      ModelManifest manifest = reference.manifest();
      InputSpec input = manifest.input();
      int labels = manifest.labels().size();
      float[] tensors = TestPhotographs.tensors(input, TestPhotographs.parts(COMPARED, 2));
      float[] expected =
          TestPhotographs.run(engine, reference.directory(), tensors, input.size(), labels);
      Path int8 = compiler.compileQuantized(ranges, engine, folder).directory();
      float[] actual = TestPhotographs.run(engine, int8, tensors, input.size(), labels);
      assertThat(agreed(expected, actual, labels)).as("%s", engine).isGreaterThanOrEqualTo(AGREED);
      double sum = 0;
      for (int i = 0; i < actual.length; i++) {
        sum += Math.abs(actual[i] - expected[i]);
      }
      assertThat(sum / actual.length).as("%s", engine).isLessThan(MEAN_DIFFERENCE);
    }
  }

  private List<Path> calibrated() throws IOException {
    List<Path> files = new ArrayList<>();
    for (byte[] photograph : TestPhotographs.parts(CALIBRATED, 1)) {
      files.add(Files.write(folder.resolve(files.size() + ".png"), photograph));
    }
    return files;
  }

  private static int agreed(float[] expected, float[] actual, int labels) {
    int agreed = 0;
    for (int i = 0; i < actual.length; i += labels) {
      agreed += best(expected, i, labels) == best(actual, i, labels) ? 1 : 0;
    }
    return agreed;
  }

  private static int best(float[] values, int from, int count) {
    int best = from;
    for (int i = from; i < from + count; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
