package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChoiceTest {

  private static final Processor WITH = new Processor("New", Set.of("avx512_vnni"));
  private static final Processor WITHOUT = new Processor("Old", Set.of("avx2"));

  @TempDir private Path models;
  private Path model;

  @BeforeEach
  void compileBoth() throws IOException {
    model = models.resolve("tiny");
    for (Precision precision : Precision.values()) {
      Path directory = Files.createDirectory(models.resolve("tiny-" + precision));
      new ModelManifest(
              "tiny",
              precision,
              "0".repeat(64),
              Map.of(),
              new InputSpec(2, 2, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
              List.of("Cat"))
          .write(directory);
    }
  }

  @Test
  void isInt8WhereTheProcessorIsGoodAtIt() throws IOException {
    ModelChoice choice = ModelChoice.of(model, PrecisionChoice.AUTO, WITH);
    assertThat(choice.manifest().precision()).isEqualTo(Precision.INT8);
    assertThat(choice.directory()).isEqualTo(models.resolve("tiny-int8"));
    assertThat(choice.reason()).isEqualTo("the processor (New) has AVX-512 VNNI");
  }

  @Test
  void isFp32WhereItIsNot() throws IOException {
    ModelChoice choice = ModelChoice.of(model, PrecisionChoice.AUTO, WITHOUT);
    assertThat(choice.manifest().precision()).isEqualTo(Precision.FP32);
    assertThat(choice.reason()).isEqualTo("the processor (Old) has no AVX-512 VNNI");
  }

  @Test
  void isFp32WhereThereIsNothingElse() throws IOException {
    Files.delete(models.resolve("tiny-int8/manifest.json"));
    ModelChoice choice = ModelChoice.of(model, PrecisionChoice.AUTO, WITH);
    assertThat(choice.manifest().precision()).isEqualTo(Precision.FP32);
    assertThat(choice.reason()).startsWith("there is no ").endsWith("tiny-int8");
  }

  @Test
  void isWhatIsAskedFor() throws IOException {
    assertThat(ModelChoice.of(model, PrecisionChoice.FP32, WITH).directory())
        .isEqualTo(models.resolve("tiny-fp32"));
    assertThat(ModelChoice.of(model, PrecisionChoice.INT8, WITHOUT).directory())
        .isEqualTo(models.resolve("tiny-int8"));
  }

  @Test
  void isTheModelThatIsNamedWhole() throws IOException {
    Path named = models.resolve("tiny-int8");
    assertThat(ModelChoice.of(named, PrecisionChoice.AUTO, WITHOUT).directory()).isEqualTo(named);
  }

  @Test
  void refusesAContradiction() {
    assertThatThrownBy(
            () -> ModelChoice.of(models.resolve("tiny-int8"), PrecisionChoice.FP32, WITH))
        .hasMessageContaining("computes in int8, but the setting 'precision' asks for fp32");
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(() -> ModelChoice.of(models.resolve("none"), PrecisionChoice.AUTO, WITHOUT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no compiled model in " + models.resolve("none-fp32"))
        .hasMessageContaining("model compile");
  }
}
