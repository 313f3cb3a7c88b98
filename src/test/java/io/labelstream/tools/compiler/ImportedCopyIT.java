package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vendored ResNet50, as somebody imports it who knows nothing of how it is vendored. */
class ImportedCopyIT {

  private static final Path VENDORED = Path.of("models/resnet50");

  /** So are its answers the same, whatever is measured of them. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void isTheVendoredModelInEachFile(Engine engine, @TempDir Path folder) throws Exception {
    ImportOptions options =
        new ImportOptions(
            "resnet50",
            Optional.of(VENDORED.resolve("labels.json")),
            Optional.of(Preprocessing.CAFFE),
            Optional.empty(),
            OptionalInt.empty());
    ModelManifest imported =
        ModelImporter.read(VENDORED, options).compile(Precision.FP32, engine, folder).manifest();
    String vendored = System.getProperty("labelstream.model", "") + "-fp32" + engine.suffix();
    assertThat(imported).isEqualTo(ModelManifest.read(Path.of(vendored)));
  }
}
