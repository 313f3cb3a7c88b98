package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.EngineChoice;
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
  void compileAll() throws IOException {
    model = models.resolve("tiny");
    for (Precision precision : Precision.values()) {
      for (Engine engine : Engine.values()) {
        ModelManifest manifest =
            new ModelManifest(
                "tiny",
                precision,
                engine,
                "0".repeat(64),
                Map.of(),
                new InputSpec(2, 2, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
                List.of("Cat"));
        manifest.write(Files.createDirectory(models.resolve(manifest.folder())));
      }
    }
  }

  @Test
  void isInt8WhereTheProcessorIsGoodAtIt() throws IOException {
    ModelChoice choice = only(model, PrecisionChoice.AUTO, EngineChoice.TENSORFLOW, WITH);
    assertThat(choice.manifest().precision()).isEqualTo(Precision.INT8);
    assertThat(choice.directory()).isEqualTo(models.resolve("tiny-int8"));
    assertThat(choice.reason()).isEqualTo("the processor (New) has AVX-512 VNNI");
  }

  @Test
  void isFp32WhereItIsNot() throws IOException {
    ModelChoice choice = only(model, PrecisionChoice.AUTO, EngineChoice.TENSORFLOW, WITHOUT);
    assertThat(choice.manifest().precision()).isEqualTo(Precision.FP32);
    assertThat(choice.reason()).isEqualTo("the processor (Old) has no AVX-512 VNNI");
  }

  @Test
  void isFp32WhereThereIsNothingElse() throws IOException {
    Files.delete(models.resolve("tiny-int8/manifest.json"));
    ModelChoice choice = only(model, PrecisionChoice.AUTO, EngineChoice.TENSORFLOW, WITH);
    assertThat(choice.manifest().precision()).isEqualTo(Precision.FP32);
    assertThat(choice.reason()).startsWith("there is no ").endsWith("tiny-int8");
  }

  @Test
  void isWhatIsAskedFor() throws IOException {
    assertThat(only(model, PrecisionChoice.FP32, EngineChoice.TENSORFLOW, WITH).directory())
        .isEqualTo(models.resolve("tiny-fp32"));
    assertThat(only(model, PrecisionChoice.INT8, EngineChoice.TENSORFLOW, WITHOUT).directory())
        .isEqualTo(models.resolve("tiny-int8"));
    ModelChoice onnx = only(model, PrecisionChoice.INT8, EngineChoice.ONNXRUNTIME, WITHOUT);
    assertThat(onnx.directory()).isEqualTo(models.resolve("tiny-int8-onnx"));
    assertThat(onnx.manifest().id()).isEqualTo("tiny-int8-onnx@000000000000");
  }

  @Test
  void isOneForEachEngineWhereTheMachineDecides() throws IOException {
    assertThat(ModelChoice.of(model, PrecisionChoice.AUTO, EngineChoice.AUTO, WITHOUT))
        .extracting(ModelChoice::directory)
        .containsExactly(models.resolve("tiny-fp32"), models.resolve("tiny-fp32-onnx"));
    Files.delete(models.resolve("tiny-fp32-onnx/manifest.json"));
    assertThat(only(model, PrecisionChoice.AUTO, EngineChoice.AUTO, WITHOUT).directory())
        .isEqualTo(models.resolve("tiny-fp32"));
  }

  @Test
  void isTheModelThatIsNamedWhole() throws IOException {
    Path named = models.resolve("tiny-int8");
    assertThat(only(named, PrecisionChoice.AUTO, EngineChoice.TENSORFLOW, WITHOUT).directory())
        .isEqualTo(named);
    Path onnx = models.resolve("tiny-int8-onnx");
    assertThat(only(onnx, PrecisionChoice.AUTO, EngineChoice.AUTO, WITHOUT).directory())
        .isEqualTo(onnx);
  }

  @Test
  void refusesAContradiction() {
    assertThatThrownBy(
            () ->
                only(
                    models.resolve("tiny-int8"),
                    PrecisionChoice.FP32,
                    EngineChoice.TENSORFLOW,
                    WITH))
        .hasMessageContaining("computes in int8, but the setting 'precision' asks for fp32");
    assertThatThrownBy(
            () ->
                only(
                    models.resolve("tiny-int8-onnx"),
                    PrecisionChoice.AUTO,
                    EngineChoice.TENSORFLOW,
                    WITH))
        .hasMessageContaining(
            "is a graph for ONNX Runtime, but the setting 'engine' asks for tensorflow");
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(
            () -> only(models.resolve("none"), PrecisionChoice.AUTO, EngineChoice.AUTO, WITHOUT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no compiled model in " + models.resolve("none-fp32"))
        .hasMessageContaining("model compile");
  }

  /** What earlier versions have compiled says nothing of an engine. */
  @Test
  void isForTensorFlowWhereTheManifestDoesNotSay() throws IOException {
    Path manifest = models.resolve("tiny-fp32/manifest.json");
    String text = Files.readString(manifest);
    String earlier = text.replaceFirst("\\s*\"engine\" : \"tensorflow\",", "");
    assertThat(earlier).isNotEqualTo(text).doesNotContain("engine");
    Files.writeString(manifest, earlier);
    assertThat(ModelManifest.read(models.resolve("tiny-fp32")).engine())
        .isEqualTo(Engine.TENSORFLOW);
  }

  private static ModelChoice only(
      Path model, PrecisionChoice precision, EngineChoice engine, Processor processor)
      throws IOException {
    List<ModelChoice> choices = ModelChoice.of(model, precision, engine, processor);
    assertThat(choices).hasSize(1);
    return choices.get(0);
  }
}
