package io.labelstream.tools.cli;

import io.labelstream.serve.Version;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.tools.compiler.ModelInspector;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelChoice;
import io.labelstream.vision.ModelDirectory;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.PrintWriter;
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
    name = "inspect",
    description = "Prints what is in a compiled model.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ModelInspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A compiled model (default: the one of this build that runs on this machine)")
  private @Nullable Path model;

  @Override
  public Integer call() throws IOException {
    Path named = Objects.requireNonNullElseGet(model, ModelDirectory::defaultModel);
    Path directory =
        ModelChoice.of(named, PrecisionChoice.AUTO, EngineChoice.AUTO).get(0).directory();
    ModelManifest manifest = ModelManifest.read(directory);
    PrintWriter out = spec.commandLine().getOut();
    print(manifest, directory, out);
    switch (manifest.engine()) {
      case TENSORFLOW -> {
        ModelInspector.Contents contents = ModelInspector.inspect(directory);
        out.printf("Input       %s%n", String.join("; ", contents.inputs()));
        out.printf("Output      %s%n", String.join("; ", contents.outputs()));
        out.printf("Parameters  %,d%n%n", contents.parameters());
        printLayers(contents, out);
      }
      case ONNXRUNTIME ->
          out.println(
              "Layers      those of its counterpart for TensorFlow; viewers of ONNX show them");
    }
    out.flush();
    return 0;
  }

  private static void print(ModelManifest manifest, Path directory, PrintWriter out) {
    out.printf("Model       %s%n", manifest.id());
    out.printf("Directory   %s%n", directory.toAbsolutePath().normalize());
    manifest.files().forEach((file, hash) -> out.printf("SHA-256     %s %s%n", hash, file));
    out.printf("Image       %s%n", describe(manifest.input()));
    out.printf("Labels      %,d: %s%n", manifest.labels().size(), abbreviate(manifest.labels()));
  }

  private static String describe(InputSpec input) {
    String square = input.size() + "×" + input.size();
    String resized =
        switch (input.resize()) {
          case CROP -> "shorter side to " + input.shorterSide() + ", centre " + square;
          case SQUASH -> "squashed to " + square;
        };
    String divided = input.divisor().isEmpty() ? "" : " by " + input.divisor();
    return resized + ", " + input.channelOrder() + " minus " + input.mean() + divided;
  }

  private static String abbreviate(List<String> labels) {
    int shown = 3;
    return labels.size() <= shown + 1
        ? String.join(", ", labels)
        : String.join(", ", labels.subList(0, shown)) + ", …, " + labels.get(labels.size() - 1);
  }

  /** One line for each node that computes, with the precision of what it gives. */
  static void printLayers(ModelInspector.Contents contents, PrintWriter out) {
    String row = "%-28s %-9s %-14s %-20s %-16s %11s  %s%n";
    out.printf(row, "Layer", "Precision", "Range", "Output", "Weights", "Parameters", "Operator");
    for (ModelInspector.Layer layer : contents.layers()) {
      out.printf(
          row,
          layer.name(),
          layer.precision(),
          layer.range(),
          layer.shape(),
          layer.kernel(),
          layer.parameters() == 0 ? "" : String.format("%,d", layer.parameters()),
          layer.operator());
    }
  }
}
