package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.Correlation;
import io.labelstream.event.Destination;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.WantedModels;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.TinyModel;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes between models of a registry, on a machine whose memory is what the test says. */
class ModelChangesTest {

  @TempDir private Path source;
  @TempDir private Path compiled;
  @TempDir private Path folder;
  @TempDir private Path root;

  private ModelId first;
  private ModelId second;

  @BeforeEach
  void publish() throws IOException {
    TinyModel.write(source);
    Path tiny =
        ModelCompiler.of(source).compile(Precision.FP32, Engine.TENSORFLOW, compiled).directory();
    ModelRegistry registry = new ModelRegistry(folder.toUri());
    first = registry.publish(tiny);
    ModelManifest manifest = ModelManifest.read(tiny);
    ModelManifest.of(
            "other",
            manifest.precision(),
            manifest.engine(),
            manifest.files(),
            manifest.input(),
            manifest.labels())
        .write(tiny);
    second = registry.publish(tiny);
  }

  @Test
  void doNotLoadAModelForWhichThereIsNoMemory() throws IOException {
    FakeReports reports = new FakeReports();
    ModelsInForce inForce = new ModelsInForce();
    RegistryLoader loader = TestLoaders.of(new ModelRegistry(folder.toUri()), root);
    try (ModelChanges changes =
            new ModelChanges(
                new TaskPlace("tm-1", "job"),
                inForce,
                loader,
                reports,
                new Destination("shadow", 20_000),
                Clock.systemUTC());
        SwitchedModels task =
            new SwitchedModels(
                0, new ClassificationMetrics(new UnregisteredMetricsGroup()), inForce::remove)) {
      memory(8_000_000);
      changes.makePrimary(named(first), Optional.empty());
      inForce.add(task);

      memory(1);
      changes.make(named(second));
      assertThat(reports.last().failed())
          .hasEntrySatisfying(
              "primary",
              failed ->
                  assertThat(failed.reason())
                      .startsWith("there is no memory for " + second + ": it needs "));
      assertThat(reports.last().running())
          .containsEntry("primary", new ModelsStatus.Running(first.text(), 1));
      assertThat(answer(task)).isEqualTo(first.text());

      memory(8_000_000);
      changes.tryAllAgain();
      changes.make(named(second));
      assertThat(reports.last().failed()).isEmpty();
      assertThat(answer(task)).isEqualTo(second.text());
    }
  }

  private static WantedModels named(ModelId model) {
    return WantedModels.NONE.with("primary", new Assignment(model, 1).json());
  }

  private static String answer(TaskModels task) {
    Correlation request =
        new Correlation("id", "/test", Optional.empty(), Optional.empty(), Optional.empty());
    return task.answer(current -> current.answering(request).model().id());
  }

  private void memory(int kibibytes) throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.write(root.resolve("proc/meminfo"), List.of("MemAvailable: " + kibibytes + " kB"));
  }
}
