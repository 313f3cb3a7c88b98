package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose files are gone tells whether it is still loaded. */
class SharedModelTest {

  @TempDir private Path source;
  @TempDir private Path models;

  private Path model;

  @BeforeEach
  void compile() throws IOException {
    TinyModel.write(source);
    model = ModelCompiler.of(source).compile(Precision.FP32, Engine.TENSORFLOW, models).directory();
  }

  @Test
  void isLoadedOnceForAllItsUsers() throws IOException {
    SharedModel first = acquire(model);
    try {
      deleteGraph();
      SharedModel second = acquire(model.resolve("..").resolve(model.getFileName()));
      second.release();
      assertThat(second).isSameAs(first);
    } finally {
      first.release();
    }
  }

  @Test
  void staysAsLongAsAnyUserHasIt() throws IOException {
    SharedModel first = acquire(model);
    SharedModel second = acquire(model);
    first.release();
    deleteGraph();
    try {
      assertThat(acquire(model)).isSameAs(second);
      second.release();
      try (ModelRunner runner = second.newRunner()) {
        assertGivesProbabilities(runner.run(new ImageTensor(2)));
      }
    } finally {
      second.release();
    }
  }

  @Test
  void isGoneWithItsLastUser() throws IOException {
    SharedModel first = acquire(model);
    assertThat(acquire(model)).isSameAs(first);
    first.release();
    first.release();
    assertThatThrownBy(first::newRunner).as("closed").isInstanceOf(IllegalStateException.class);
    SharedModel again = acquire(model);
    again.release();
    assertThat(again).isNotSameAs(first);
    deleteGraph();
    assertThatThrownBy(() -> acquire(model)).isInstanceOf(IOException.class);
  }

  @Test
  void isLoadedAgainAfterALoadThatFailed() throws IOException {
    Path graph = model.resolve("saved_model.pb");
    byte[] whole = Files.readAllBytes(graph);
    Files.write(graph, new byte[] {1});
    assertThatThrownBy(() -> acquire(model)).hasMessageContaining("but its manifest says");
    Files.write(graph, whole);
    acquire(model).release();
  }

  @Test
  void isReleasedOnceByAClassifierThatIsClosedTwice() throws IOException {
    ClassifierFactory classifiers =
        new ModelClassifierFactory(model.toString(), PrecisionChoice.FP32, EngineChoice.TENSORFLOW);
    try (Classifier kept = classifiers.open()) {
      Classifier closed = classifiers.open();
      closed.close();
      closed.close();
      deleteGraph();
      classifiers.open().close();
      assertGivesProbabilities(kept.probabilities(new ImageTensor(2)));
    }
    assertThatThrownBy(classifiers::open).isInstanceOf(IOException.class);
  }

  @Test
  void isTheFasterOfSeveralAndTheOthersAreClosed() throws IOException {
    Path onnx =
        ModelCompiler.of(source).compile(Precision.FP32, Engine.ONNXRUNTIME, models).directory();
    List<ModelChoice> choices =
        ModelChoice.of(models.resolve("tiny"), PrecisionChoice.FP32, EngineChoice.AUTO);
    assertThat(choices).extracting(ModelChoice::directory).containsExactly(model, onnx);
    SharedModel first = SharedModel.acquire(choices);
    try {
      deleteGraph();
      Files.delete(onnx.resolve("model.onnx"));
      SharedModel second = SharedModel.acquire(choices);
      second.release();
      assertThat(second).as("decided and loaded once").isSameAs(first);
      Path slower = first.manifest().engine() == Engine.TENSORFLOW ? onnx : model;
      assertThatThrownBy(() -> acquire(slower)).isInstanceOf(IOException.class);
      try (ModelRunner runner = first.newRunner()) {
        assertGivesProbabilities(runner.run(new ImageTensor(2)));
      }
    } finally {
      first.release();
    }
  }

  @Test
  void isTheReferenceWhereTheOtherCannotBeLoaded() throws IOException {
    Path onnx =
        ModelCompiler.of(source).compile(Precision.FP32, Engine.ONNXRUNTIME, models).directory();
    Files.write(onnx.resolve("model.onnx"), new byte[] {1});
    SharedModel shared =
        SharedModel.acquire(
            ModelChoice.of(models.resolve("tiny"), PrecisionChoice.FP32, EngineChoice.AUTO));
    shared.release();
    assertThat(shared.manifest().engine()).isEqualTo(Engine.TENSORFLOW);
  }

  @Test
  void saysWhichGraphCannotBeLoadedAndWhy() throws IOException {
    Files.write(model.resolve("model.onnx"), new byte[] {1});
    assertThatThrownBy(() -> LoadedModel.load(Engine.ONNXRUNTIME, model, 2, 2))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("ONNX Runtime cannot load " + model + ": ")
        .hasMessageContaining("Protobuf parsing failed");
  }

  private static SharedModel acquire(Path directory) throws IOException {
    return SharedModel.acquire(ModelChoice.of(directory, PrecisionChoice.AUTO, EngineChoice.AUTO));
  }

  private void deleteGraph() throws IOException {
    Files.delete(model.resolve("saved_model.pb"));
  }

  private static void assertGivesProbabilities(float[] outputs) {
    assertThat(outputs).hasSize(2);
    assertThat(outputs[0] + outputs[1]).isCloseTo(1, within(1e-5f));
  }
}
