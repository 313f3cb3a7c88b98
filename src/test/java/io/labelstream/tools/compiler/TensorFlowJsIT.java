package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.InputSpec.Resize;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelRunner;
import io.labelstream.vision.Precision;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we compile gives what TensorFlow.js gives, on the same tensors of photographs. */
class TensorFlowJsIT {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");
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
        return TensorFlowJs.npm("nsfwjs", "4.4.0").resolve("dist/models/inception_v3/model.min.js");
      }

      @Override
      ModelCompiler compiler() throws IOException, InterruptedException {
        ImportOptions options =
            new ImportOptions(
                "inception",
                Optional.empty(),
                Optional.of(Preprocessing.UNIT),
                Optional.of(Resize.SQUASH),
                OptionalInt.empty());
        return ModelImporter.read(topology(), options);
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
    float[] tensors = tensors(input, photographs);
    float[] expected = reference.predict(topology, tensors, input.size(), folder);
    for (Engine engine : Engine.values()) {
      ModelCompiler.Result compiled = compiler.compile(Precision.FP32, engine, output);
      int labels = compiled.manifest().labels().size();
      float[] actual = run(engine, compiled.directory(), tensors, input.size(), labels);
      assertThat(actual).hasSize(photographs * labels).hasSameSizeAs(expected);
      float largest = 0;
      for (int i = 0; i < actual.length; i++) {
        largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
      }
      assertThat(largest).as(engine.toString()).isLessThan(TOLERANCE);
    }
  }

  private static float[] run(Engine engine, Path directory, float[] tensors, int size, int labels)
      throws IOException {
    int length = size * size * ImageTensor.CHANNELS;
    float[] results = new float[tensors.length / length * labels];
    ImageTensor tensor = new ImageTensor(size);
    try (LoadedModel model = LoadedModel.load(engine, directory, size, labels);
        ModelRunner runner = model.newRunner()) {
      for (int i = 0; i < tensors.length / length; i++) {
        tensor.floats().put(tensors, i * length, length);
        System.arraycopy(runner.run(tensor), 0, results, i * labels, labels);
      }
    }
    return results;
  }

  /** The photographs that we ship, whole and in parts, as the decoder prepares them. */
  private static float[] tensors(InputSpec input, int count)
      throws IOException, ImageRejectedException {
    ImageDecoder decoder = new ImageDecoder(input, ImageLimits.DEFAULT);
    ImageTensor tensor = new ImageTensor(input.size());
    int length = input.size() * input.size() * ImageTensor.CHANNELS;
    float[] all = new float[count * length];
    List<byte[]> photographs = photographs(count);
    for (int i = 0; i < count; i++) {
      decoder.decode(photographs.get(i), tensor);
      tensor.floats().get(all, i * length, length);
    }
    return all;
  }

  private static List<byte[]> photographs(int count) throws IOException {
    List<byte[]> photographs = new ArrayList<>();
    List<BufferedImage> whole = new ArrayList<>();
    for (String name : List.of("chelsea.png", "coffee.png", "tripod.png")) {
      Path file = PHOTOGRAPHS.resolve(name);
      photographs.add(Files.readAllBytes(file));
      whole.add(ImageIO.read(file.toFile()));
    }
    Random random = new Random(1);
    while (photographs.size() < count) {
      BufferedImage image = whole.get(photographs.size() % whole.size());
      int width = image.getWidth() / 3 + random.nextInt(image.getWidth() / 2);
      int height = image.getHeight() / 3 + random.nextInt(image.getHeight() / 2);
      int x = random.nextInt(image.getWidth() - width);
      int y = random.nextInt(image.getHeight() - height);
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      ImageIO.write(image.getSubimage(x, y, width, height), "png", part);
      photographs.add(part.toByteArray());
    }
    return photographs;
  }
}
