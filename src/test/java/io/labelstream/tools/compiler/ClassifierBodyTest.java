package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny classifier of two features that is given three classes. */
class ClassifierBodyTest {

  private static final String TOPOLOGY =
      TinyModel.TOPOLOGY.replace(
          "\"output_layers\"", "\"input_layers\": [[\"in\", 0, 0]], \"output_layers\"");

  private static final DenseHead HEAD =
      new DenseHead(new float[] {1, 2, 3, -1, 0, 0.5f}, new float[] {0.5f, 0, -0.5f});

  @TempDir private Path source;
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    TinyModel.write(source, TOPOLOGY);
  }

  @Test
  void writesWhatTheImporterReads() throws IOException {
    Path file = folder.resolve("tiny.keras");
    ClassifierBody.read(source).write(file, "mine", HEAD);
    ModelCompiler compiler = ModelImporter.read(file, TinyModel.options());
    ModelCompiler.Result result = compiler.compile(Precision.FP32, Engine.TENSORFLOW, folder);
    ModelManifest manifest = result.manifest();
    assertThat(manifest.labels()).containsExactly("0", "1", "2");
    assertThat(ModelInspector.inspect(result.directory()).layers())
        .extracting(ModelInspector.Layer::name)
        .contains("conv", "pool", "mine")
        .doesNotContain("fc");
  }

  @Test
  void changesNothingBeforeTheLastLayer() throws IOException {
    Path file = folder.resolve("tiny.keras");
    // The weights of the tiny model count up; these are the last six of them.
    DenseHead same = new DenseHead(new float[] {4.5f, 4.75f, 5, 5.25f}, new float[] {5.5f, 5.75f});
    ClassifierBody.read(source).write(file, "fc", same);
    ModelManifest vendored =
        ModelCompiler.of(source).compile(Precision.FP32, Engine.TENSORFLOW, folder).manifest();
    ModelManifest written =
        ModelImporter.read(file, TinyModel.options())
            .compile(Precision.FP32, Engine.TENSORFLOW, folder.resolve("written"))
            .manifest();
    assertThat(written.files()).isEqualTo(vendored.files());
  }

  @Test
  void givesWhatTheLastLayerWouldTake() throws IOException {
    BufferedImage black = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
    Path photograph = folder.resolve("black.png");
    ImageIO.write(black, "png", photograph.toFile());
    try (FeatureExtractor extractor = ClassifierBody.read(source).extractor()) {
      // Only the convolution's bias is left, normalised: γ·(b − μ)/√(σ² + ε) + β.
      assertThat(extractor.features(photograph))
          .containsExactly(
              new float[] {
                (float) (2.5 * (2 - 3.5) / Math.sqrt(4 + 0.001) + 3),
                (float) (2.75 * (2.25 - 3.75) / Math.sqrt(4.25 + 0.001) + 3.25)
              },
              within(1e-5f));
    }
  }

  @Test
  void namesAPhotographThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.jpg"), "no photograph");
    try (FeatureExtractor extractor = ClassifierBody.read(source).extractor()) {
      assertThatThrownBy(() -> extractor.features(file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " cannot be used: ");
    }
  }

  @Test
  void refusesAHeadForOtherFeatures() throws IOException {
    ClassifierBody body = ClassifierBody.read(source);
    DenseHead other = new DenseHead(new float[6], new float[2]);
    assertThatThrownBy(() -> body.write(folder.resolve("tiny.keras"), "mine", other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the layer must take 2 features, but takes 3");
  }

  @Test
  void refusesAHeadThatIsNoMatrix() {
    assertThatThrownBy(() -> new DenseHead(new float[5], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a row of 2 values for each feature, but has 5 values");
  }
}
