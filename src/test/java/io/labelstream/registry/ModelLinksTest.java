package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rollout.ModelId;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.TinyModel;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelClassifierFactory;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder of models of an image, by which the job's settings and its control topic name them.
 */
class ModelLinksTest {

  @TempDir private Path source;
  @TempDir private Path folder;
  private Path tiny;
  private ModelId id;

  @BeforeEach
  void link() throws IOException {
    TinyModel.write(source);
    tiny = ModelCompiler.of(source).compile(Precision.FP32, Engine.TENSORFLOW, folder).directory();
    ModelLinks.main(new String[] {folder.toString()});
    id = new ModelId(ModelManifest.read(tiny).id());
  }

  /** By the setting and by the topic, it is in memory once. */
  @Test
  void bothNamesAreOfOneModel() throws IOException {
    RegistryLoader loader = TestLoaders.of(new ModelRegistry(folder.toUri()), Path.of("/"));
    ModelClassifierFactory setting =
        new ModelClassifierFactory(
            folder.resolve("tiny").toString(), PrecisionChoice.FP32, EngineChoice.TENSORFLOW);
    try (ReadyModel ready = loader.load(id)) {
      assertThat(ready.id()).isEqualTo(id.text());
      assertThat(setting.isLoaded()).isTrue();
      try (Classifier named = setting.open()) {
        assertThat(named.manifest().id()).isEqualTo(id.text());
      }
    }
    assertThat(setting.isLoaded()).isFalse();
  }

  /** As in an image that is built on another one. */
  @Test
  void onceMoreChangesNothing() throws IOException {
    ModelLinks.main(new String[] {folder.toString()});
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactlyInAnyOrder(tiny, folder.resolve(id.text()));
    }
    // Relative, or it would lead elsewhere once the folder is copied.
    assertThat(Files.readSymbolicLink(folder.resolve(id.text()))).isEqualTo(tiny.getFileName());
  }

  @Test
  void whatIsNoModelGetsNoName() throws IOException {
    Files.createDirectory(folder.resolve("other"));
    assertThatThrownBy(() -> ModelLinks.main(new String[] {folder.toString()}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no compiled model in " + folder.resolve("other"));
  }
}
