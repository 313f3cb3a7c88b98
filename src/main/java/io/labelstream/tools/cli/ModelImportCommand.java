package io.labelstream.tools.cli;

import io.labelstream.serve.Version;
import io.labelstream.tools.compiler.ImportOptions;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.ModelImporter;
import io.labelstream.tools.compiler.Preprocessing;
import io.labelstream.vision.Engine;
import io.labelstream.vision.InputSpec.Resize;
import io.labelstream.vision.ModelDirectory;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = {
      "Compiles a classifier of your own that Keras or TensorFlow.js saved. What the file says of"
          + " its image, by its input and by layers that resize and normalise, is taken from it;"
          + " options say the rest."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ModelImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "A .keras file, an .h5 file with a whole model, or the folder of a TensorFlow.js layers"
              + " model")
  private Path source;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The model's name, which its folders and its id begin with")
  private String name;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The classes' names, one a line or in JSON (default: their numbers from 0)")
  private @Nullable Path labels;

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      description =
          "What the model was trained with, where the file does not say: ${COMPLETION-CANDIDATES}"
              + " (caffe: BGR less ImageNet's means; torch: 0 to 1, less means, by deviations; tf:"
              + " -1 to 1; unit: 0 to 1; raw: 0 to 255)")
  private @Nullable Preprocessing preprocess;

  @Option(
      names = "--resize",
      paramLabel = "HOW",
      description =
          "How an image becomes a square, where the file does not say: ${COMPLETION-CANDIDATES}"
              + " (default: crop)")
  private @Nullable Resize resize;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Height and width in pixels, where the file does not say")
  private @Nullable Integer size;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description =
          "A hundred photographs or more of the kind that the model will see: makes int8 besides"
              + " fp32")
  private @Nullable Path calibrate;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for compiled models (default: target/models of this build)")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    Path target = Objects.requireNonNullElseGet(output, ModelDirectory::ofThisBuild);
    CompilerReport report = new CompilerReport(spec.commandLine().getOut());
    ModelCompiler compiler = ModelImporter.read(source, options());
    // What cannot be calibrated is refused before anything is written.
    Optional<QuantizedCompilation> quantized =
        calibrate == null
            ? Optional.empty()
            : Optional.of(QuantizedCompilation.calibrated(compiler, calibrate));
    for (Engine engine : Engine.values()) {
      report.print(compiler.compile(Precision.FP32, engine, target));
      if (quantized.isPresent()) {
        quantized.get().compile(engine, target, report);
      }
    }
    return 0;
  }

  private ImportOptions options() {
    if (size != null && size < 1) {
      throw new ParameterException(spec.commandLine(), "--size must be 1 or more, not " + size);
    }
    try {
      return new ImportOptions(
          name,
          Optional.ofNullable(labels),
          Optional.ofNullable(preprocess),
          Optional.ofNullable(resize),
          size == null ? OptionalInt.empty() : OptionalInt.of(size));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--name: " + e.getMessage(), e);
    }
  }
}
