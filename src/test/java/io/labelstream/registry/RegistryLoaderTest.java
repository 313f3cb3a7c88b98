package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rollout.ModelId;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.TinyModel;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded of a folder of models, and what is not. */
class RegistryLoaderTest {

  @TempDir private Path source;
  @TempDir private Path compiled;
  @TempDir private Path folder;
  @TempDir private Path root;

  private ModelRegistry registry;
  private RegistryLoader loader;
  private Path tiny;

  @BeforeEach
  void compile() throws IOException {
    TinyModel.write(source);
    tiny =
        ModelCompiler.of(source).compile(Precision.FP32, Engine.TENSORFLOW, compiled).directory();
    registry = new ModelRegistry(folder.toUri());
    loader = loader(Duration.ZERO);
  }

  @Test
  void loadsWhatWasPublished() throws IOException {
    ModelId model = registry.publish(tiny);
    assertThat(model.text()).isEqualTo(ModelManifest.read(tiny).id()).startsWith("tiny-fp32@");
    assertThat(registry.publish(tiny)).as("once more").isEqualTo(model);
    try (ReadyModel ready = loader.load(model);
        Classifier one = ready.classifiers().open()) {
      assertThat(ready.id()).isEqualTo(model.text());
      assertThat(one.probabilities(new ImageTensor(2))).hasSize(2);
    }
  }

  @Test
  void copiesAllFilesOfAModel(@TempDir Path copy) throws IOException {
    ModelId model = registry.publish(tiny);
    registry.fetch(model, copy);
    ModelRegistry.read(model, copy).checkFiles(copy);
  }

  @Test
  void saysThatAModelIsNotThere() {
    assertThatThrownBy(() -> loader.load(new ModelId("tiny-fp32@aaaaaaaaaaaa")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "there is no model tiny-fp32@aaaaaaaaaaaa in "
                + folder.toUri()
                + ": 'labelstream models publish' puts one there");
  }

  @Test
  void refusesOneWhoseFilesHaveChanged() throws IOException {
    ModelId model = registry.publish(tiny);
    Files.write(folder.resolve(model.text()).resolve("saved_model.pb"), new byte[] {1});
    assertThatThrownBy(() -> loader.load(model)).hasMessageContaining("but its manifest says");
    assertThatThrownBy(() -> registry.publish(folder.resolve(model.text())))
        .hasMessageContaining("but its manifest says");
  }

  @Test
  void refusesOneWhoseLabelsHaveChanged() throws IOException {
    ModelId model = registry.publish(tiny);
    Path manifest = folder.resolve(model.text()).resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("Tiger Cat", "Tiger"));
    assertThatThrownBy(() -> loader.load(model)).hasMessageContaining("has been changed");
  }

  @Test
  void refusesAnotherModelInItsFolder() throws IOException {
    ModelId model = registry.publish(tiny);
    ModelId other = new ModelId("tiny-fp32@aaaaaaaaaaaa");
    Files.move(folder.resolve(model.text()), folder.resolve(other.text()));
    assertThatThrownBy(() -> loader.load(other))
        .hasMessage("the folder of " + other + " holds " + model);
  }

  @Test
  void copiesNothingToElsewhere(@TempDir Path copy) throws IOException {
    ModelManifest sound = ModelManifest.read(tiny);
    ModelManifest escaping =
        ModelManifest.of(
            "tiny",
            sound.precision(),
            sound.engine(),
            Map.of("../../escaped", DigestUtils.sha256Hex("x")),
            sound.input(),
            sound.labels());
    Path there = Files.createDirectories(folder.resolve(escaping.id()));
    escaping.write(there);
    assertThatThrownBy(() -> registry.fetch(new ModelId(escaping.id()), copy))
        .hasMessageContaining("names a file elsewhere: ../../escaped");
  }

  @Test
  void refusesOneWhoseLabelsDoNotFitItsGraph() throws IOException {
    ModelManifest sound = ModelManifest.read(tiny);
    ModelManifest.of(
            "tiny",
            sound.precision(),
            sound.engine(),
            sound.files(),
            sound.input(),
            List.of("Tiger Cat", "iPod", "Lynx"))
        .write(tiny);
    ModelId model = registry.publish(tiny);
    assertThatThrownBy(() -> loader.load(model))
        .hasMessageContaining("gives 2 numbers, but must give 3");
  }

  @Test
  void refusesOneThatGivesNoProbabilities() {
    FakeModels models = new FakeModels();
    assertThatThrownBy(
            () ->
                ReadyModel.of(
                    () -> models.new Named(FakeModels.A, () -> new float[] {Float.NaN, 1}),
                    () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("a-fp32@aaaaaaaaaaaa gives NaN for an image of zeros, which is no probability");
    assertThat(models.open).hasValue(0);
  }

  @Test
  void closesOneThatDoesNotRun() {
    FakeModels models = new FakeModels();
    Classifier broken =
        models
        .new Named(
            FakeModels.A,
            () -> {
              throw new NoClassDefFoundError("org/example/Engine");
            });
    assertThatThrownBy(() -> ReadyModel.of(() -> broken, () -> {}))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(models.open).hasValue(0);
  }

  @Test
  void refusesOneForWhichThereIsNoMemory() throws IOException {
    leaveNoMemory();
    ModelId model = registry.publish(tiny);
    assertThatThrownBy(() -> loader.load(model))
        .hasMessageMatching(
            "there is no memory for " + model + ": it needs \\d+ MB beside what runs, .*");
  }

  @Test
  void takesOneThatLingersAlthoughThereIsNoMemory() throws IOException {
    ModelId model = registry.publish(tiny);
    RegistryLoader lingering = loader(Duration.ofHours(1));
    lingering.load(model).close();
    leaveNoMemory();
    ReadyModel again = lingering.load(model);
    again.close();
    again.classifiers().releaseUnused();
    assertThatThrownBy(() -> lingering.load(model)).hasMessageContaining("there is no memory");
  }

  private void leaveNoMemory() throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.writeString(root.resolve("proc/meminfo"), "MemAvailable: 1 kB\n");
  }

  private RegistryLoader loader(Duration linger) {
    return TestLoaders.of(registry, linger, root);
  }
}
