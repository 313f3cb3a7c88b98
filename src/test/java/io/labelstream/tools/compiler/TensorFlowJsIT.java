package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.vision.Engine;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we compile gives what TensorFlow.js gives, on the same tensors of photographs. */
class TensorFlowJsIT {

  private static final int FEW = 9;
  private static final int MANY = 100;
  private static final float TOLERANCE = 1e-4f;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void agreesOnAFewPhotographs(Subject subject) throws Exception {
    compare(subject, FEW);
  }

  /** Takes a quarter of an hour. */
  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void agreesOnAHundredPhotographs(Subject subject) throws Exception {
    compare(subject, MANY);
  }

  private enum Subject {
    MODERATION {
      @Override
      Path topology() {
        return Path.of("models/moderation/model.min.js");
      }

      @Override
      ModelCompiler compiler() throws IOException {
        return ModelCompiler.of(Path.of("models/moderation"));
      }
    },
    RESNET50 {
      @Override
      Path topology() {
        return Path.of("models/resnet50/model.json");
      }

      @Override
      ModelCompiler compiler() throws IOException {
        return ModelCompiler.of(Path.of("models/resnet50"));
      }
    },
    /** The same package as the moderation model has it, of 318 layers. */
    INCEPTION_V3 {
      @Override
      Path topology() throws IOException, InterruptedException {
        return TensorFlowJs.inceptionTopology();
      }

      @Override
      ModelCompiler compiler() throws IOException, InterruptedException {
        return TensorFlowJs.inception();
      }
    };

    abstract Path topology() throws IOException, InterruptedException;

    abstract ModelCompiler compiler() throws IOException, InterruptedException;
  }

  private void compare(Subject subject, int photographs) throws Exception {
    Path topology = subject.topology();
    ModelCompiler compiler = subject.compiler();
    TensorFlowJs reference = TensorFlowJs.install();
    Path output = folder.resolve("models");
    InputSpec input =
        compiler.compile(Precision.FP32, Engine.TENSORFLOW, output).manifest().input();
    float[] tensors = TestPhotographs.tensors(input, TestPhotographs.parts(photographs, 1));
    float[] expected = reference.predict(topology, tensors, input.size(), folder);
    for (Engine engine : Engine.values()) {
      ModelCompiler.Result compiled = compiler.compile(Precision.FP32, engine, output);
      int labels = compiled.manifest().labels().size();
      float[] actual =
          TestPhotographs.run(engine, compiled.directory(), tensors, input.size(), labels);
      assertThat(actual).hasSize(photographs * labels).hasSameSizeAs(expected);
      float largest = 0;
      for (int i = 0; i < actual.length; i++) {
        largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
      }
      assertThat(largest).as(engine.toString()).isLessThan(TOLERANCE);
    }
  }
}
