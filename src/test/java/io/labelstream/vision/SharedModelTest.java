package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose files are gone tells whether it is still loaded. */
class SharedModelTest {

  private static final Duration LONG = Duration.ofHours(1);

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
      second.release(Duration.ZERO);
      assertThat(second).isSameAs(first);
    } finally {
      first.release(Duration.ZERO);
    }
  }

  @Test
  void staysAsLongAsAnyUserHasIt() throws IOException {
    SharedModel first = acquire(model);
    SharedModel second = acquire(model);
    first.release(Duration.ZERO);
    deleteGraph();
    try {
      assertThat(acquire(model)).isSameAs(second);
      second.release(Duration.ZERO);
      try (ModelRunner runner = second.newRunner()) {
        assertGivesProbabilities(runner.run(new ImageTensor(2)));
      }
    } finally {
      second.release(Duration.ZERO);
    }
  }

  @Test
  void isGoneWithItsLastUser() throws IOException {
    SharedModel first = acquire(model);
    assertThat(acquire(model)).isSameAs(first);
    first.release(Duration.ZERO);
    first.release(Duration.ZERO);
    assertUnloaded(first);
    SharedModel again = acquire(model);
    again.release(Duration.ZERO);
    assertThat(again).isNotSameAs(first);
    deleteGraph();
    assertThatThrownBy(() -> acquire(model)).isInstanceOf(IOException.class);
  }

  @Test
  void lingersForTheNextUser() throws IOException {
    SharedModel first = acquire(model);
    first.release(LONG);
    deleteGraph();
    long start = System.nanoTime();
    SharedModel second = acquire(model);
    assertThat(second).isSameAs(first);
    assertThat(second.loadTimeSince(start)).isZero();
    try (ModelRunner runner = second.newRunner()) {
      assertGivesProbabilities(runner.run(new ImageTensor(2)));
    }
    second.release(Duration.ZERO);
    assertUnloaded(first);
  }

  @Test
  void tellsWhetherItIsLoadedAndStillTheSame() throws IOException {
    ModelClassifierFactory classifiers =
        new ModelClassifierFactory(model.toString(), PrecisionChoice.AUTO, EngineChoice.AUTO);
    assertThat(classifiers.isLoaded()).isFalse();
    SharedModel shared = acquire(model);
    assertThat(classifiers.isLoaded()).isTrue();
    shared.release(LONG);
    assertThat(classifiers.isLoaded()).as("while it lingers").isTrue();
    writeAnother(shared.manifest());
    assertThat(classifiers.isLoaded()).as("another in its place").isFalse();
    SharedModel.unloadUnused();
  }

  @Test
  void tellsWhoLoadsItHowLongThatTook() throws IOException {
    long start = System.nanoTime();
    SharedModel shared = acquire(model);
    assertThat(shared.loadTimeSince(start)).isPositive();
    shared.release(Duration.ZERO);
  }

  @Test
  void isGoneAfterItHasLingered() throws IOException {
    SharedModel shared = acquire(model);
    shared.release(Duration.ofMillis(10));
    await().untilAsserted(() -> assertUnloaded(shared));
    await().until(SharedModelTest::timers, List::isEmpty);
  }

  @Test
  void staysWithAUserWhoCameWhileItLingered() throws IOException {
    acquire(model).release(Duration.ofMillis(10));
    SharedModel shared = acquire(model);
    await().until(SharedModelTest::timers, List::isEmpty);
    try (ModelRunner runner = shared.newRunner()) {
      assertGivesProbabilities(runner.run(new ImageTensor(2)));
    }
    shared.release(Duration.ZERO);
  }

  /** There may not be memory for both. */
  @Test
  void makesRoomForAnotherThatIsLoaded() throws IOException {
    Path onnx =
        ModelCompiler.of(source).compile(Precision.FP32, Engine.ONNXRUNTIME, models).directory();
    SharedModel lingering = acquire(model);
    lingering.release(LONG);
    SharedModel other = acquire(onnx);
    assertUnloaded(lingering);
    other.release(Duration.ZERO);
  }

  @Test
  void isLoadedAnewIfAnotherHasTakenItsPlaceMeanwhile() throws IOException {
    SharedModel lingering = acquire(model);
    lingering.release(LONG);
    writeAnother(lingering.manifest());
    SharedModel other = acquire(model);
    assertUnloaded(lingering);
    assertThat(other.manifest().name()).isEqualTo("another");
    other.release(Duration.ZERO);
  }

  @Test
  void leavesNeitherMemoryNorThreadWhenNobodyWillComeAnyMore() throws IOException {
    SharedModel used = acquire(model);
    SharedModel.unloadUnused();
    used.newRunner().close();
    used.release(LONG);
    assertThat(timers()).singleElement().satisfies(timer -> assertThat(timer.isDaemon()).isTrue());
    SharedModel.unloadUnused();
    assertUnloaded(used);
    await().until(SharedModelTest::timers, List::isEmpty);
  }

  @Test
  void isLoadedAgainAfterALoadThatFailed() throws IOException {
    Path graph = model.resolve("saved_model.pb");
    byte[] whole = Files.readAllBytes(graph);
    Files.write(graph, new byte[] {1});
    assertThatThrownBy(() -> acquire(model)).hasMessageContaining("but its manifest says");
    Files.write(graph, whole);
    acquire(model).release(Duration.ZERO);
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
      second.release(Duration.ZERO);
      assertThat(second).as("decided and loaded once").isSameAs(first);
      Path slower = first.manifest().engine() == Engine.TENSORFLOW ? onnx : model;
      assertThatThrownBy(() -> acquire(slower)).isInstanceOf(IOException.class);
      try (ModelRunner runner = first.newRunner()) {
        assertGivesProbabilities(runner.run(new ImageTensor(2)));
      }
    } finally {
      first.release(Duration.ZERO);
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
    shared.release(Duration.ZERO);
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

  private void writeAnother(ModelManifest old) throws IOException {
    new ModelManifest(
            "another",
            old.precision(),
            old.engine(),
            old.contentHash(),
            old.files(),
            old.input(),
            old.labels())
        .write(model);
  }

  private void deleteGraph() throws IOException {
    Files.delete(model.resolve("saved_model.pb"));
  }

  private static void assertUnloaded(SharedModel shared) {
    assertThatThrownBy(shared::newRunner).as("closed").isInstanceOf(IllegalStateException.class);
  }

  private static List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("unload "))
        .toList();
  }

  private static void assertGivesProbabilities(float[] outputs) {
    assertThat(outputs).hasSize(2);
    assertThat(outputs[0] + outputs[1]).isCloseTo(1, within(1e-5f));
  }
}
