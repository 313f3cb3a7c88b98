package io.labelstream.tools.cli;

import io.labelstream.serve.Version;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelDirectory;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "compile",
    description = {
      "Checks the weights and writes them as SavedModels for TensorFlow and in ONNX for ONNX Runtime,"
          + " with their manifests. What int8 has to know of each activation is recorded beside the"
          + " weights; --calibrate measures it anew on"
          + " photographs and records it beside the compiled model."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ModelCompileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      split = ",",
      description = "fp32, int8 or both, comma-separated (default: both)")
  private List<Precision> precisions = List.of(Precision.values());

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      split = ",",
      description = "tensorflow, onnxruntime or both, comma-separated (default: both)")
  private List<Engine> engines = List.of(Engine.values());

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description = "Photographs to measure the activations' ranges on, for int8")
  private @Nullable Path calibrate;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description = "Weights, checksums and manifest (default: models/resnet50 of this build)")
  private @Nullable Path source;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for compiled models (default: target/models of this build)")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    Path target = Objects.requireNonNullElseGet(output, ModelDirectory::ofThisBuild);
    // A build's jar is in target/, the weights are beside that.
    Path weights =
        source != null
            ? source
            : ModelDirectory.ofThisBuild().resolve("../../models/resnet50").normalize();
    ModelCompiler compiler = ModelCompiler.of(weights);
    CompilerReport report = new CompilerReport(spec.commandLine().getOut());
    for (Precision precision : precisions) {
      switch (precision) {
        case FP32 -> {
          for (Engine engine : engines) {
            report.print(compiler.compile(precision, engine, target));
          }
        }
        case INT8 -> {
          QuantizedCompilation compilation =
              calibrate == null
                  ? QuantizedCompilation.asRecorded(compiler)
                  : QuantizedCompilation.calibrated(compiler, calibrate);
          for (Engine engine : engines) {
            compilation.compile(engine, target, report);
          }
        }
      }
    }
    return 0;
  }
}
