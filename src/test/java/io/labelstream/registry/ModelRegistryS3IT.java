package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.files.S3Server;
import io.labelstream.rollout.ModelId;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.TinyModel;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A registry in an object store, with Flink's S3 plugin and a real S3 server. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelRegistryS3IT {

  private static final String BUCKET = "models";

  private S3Server server;
  private ModelRegistry registry;
  private RegistryLoader loader;
  private Path tiny;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path source) throws Exception {
    server = S3Server.start(folder, BUCKET, "denied");
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(
            S3Server.configure(folder, server.port(), "denied", S3Server.credentialLines())
                .toString());
    // What FLINK_PLUGINS_DIR is for a process that a test can start.
    FileSystem.initialize(
        configuration,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(Path.of(System.getProperty("labelstream.plugins", "")))
                .findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(configuration)));
    registry = new ModelRegistry(URI.create("s3://" + BUCKET + "/ours/"));
    loader = TestLoaders.of(registry, folder);
    TinyModel.write(source);
    tiny =
        ModelCompiler.of(source)
            .compile(Precision.FP32, Engine.TENSORFLOW, folder.resolve("compiled"))
            .directory();
  }

  @AfterAll
  void stop() {
    server.close();
    FileSystem.initialize(new Configuration(), null);
  }

  @Test
  void loadsACopyThatIsGoneAfterwards() throws Exception {
    List<Path> before = copies();
    ModelId model = registry.publish(tiny);
    assertThat(server.list(BUCKET)).contains("ours/" + model + "/manifest.json");
    try (ReadyModel ready = loader.load(model)) {
      assertThat(ready.id()).isEqualTo(model.text());
      assertThat(copies()).hasSize(before.size() + 1);
      try (Classifier one = ready.classifiers().open()) {
        assertThat(one.probabilities(new ImageTensor(2))).hasSize(2);
      }
    }
    assertThat(copies()).isEqualTo(before);
  }

  @Test
  void leavesNothingOfOneThatCannotBeHad() throws Exception {
    List<Path> before = copies();
    ModelId none = new ModelId("tiny-fp32@aaaaaaaaaaaa");
    assertThatThrownBy(() -> loader.load(none)).hasMessageContaining("there is no model " + none);
    RegistryLoader denied = TestLoaders.of(new ModelRegistry(URI.create("s3://denied/")), tiny);
    assertThatThrownBy(() -> denied.load(none))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(none + " cannot be read");
    assertThat(copies()).isEqualTo(before);
  }

  private static List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("labelstream-model-"))
          .sorted()
          .toList();
    }
  }
}
