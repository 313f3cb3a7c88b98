package io.labelstream.cli;

import io.labelstream.config.ModelDirectory;
import io.labelstream.model.ModelCompiler;
import io.labelstream.model.ModelInspector;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    description = "Compiles the vendored weights to the model that runs, and looks into it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ModelCommand.Compile.class, ModelCommand.Inspect.class})
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  @Command(
      name = "compile",
      description = "Checks the weights and writes them as a SavedModel with its manifest.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Compile implements Callable<Integer> {

    @Spec private CommandSpec spec;

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
      ModelCompiler.Result result = new ModelCompiler().compile(weights, target);
      spec.commandLine()
          .getOut()
          .printf(
              "%s %s %s%n",
              result.manifest().id(),
              result.unchanged() ? "is up to date in" : "compiled to",
              result.directory());
      return 0;
    }
  }

  @Command(
      name = "inspect",
      description = "Prints what is in a compiled model.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Inspect implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
        names = "--model",
        paramLabel = "DIR",
        description = "A compiled model (default: the one of this build)")
    private @Nullable Path model;

    @Override
    public Integer call() throws IOException {
      Path directory = Objects.requireNonNullElseGet(model, ModelDirectory::defaultModel);
      print(new ModelInspector().inspect(directory), directory, spec.commandLine().getOut());
      return 0;
    }

    private static void print(ModelInspector.Contents contents, Path directory, PrintWriter out) {
      ModelManifest manifest = contents.manifest();
      out.printf("Model       %s%n", manifest.id());
      out.printf("Directory   %s%n", directory.toAbsolutePath().normalize());
      out.printf("SHA-256     %s (saved_model.pb)%n", manifest.savedModelHash());
      out.printf("Input       %s%n", String.join("; ", contents.inputs()));
      out.printf(
          "            shorter side to %d, centre %d×%d, %s minus %s%n",
          manifest.input().shorterSide(),
          manifest.input().size(),
          manifest.input().size(),
          manifest.input().channelOrder(),
          manifest.input().mean());
      out.printf("Output      %s%n", String.join("; ", contents.outputs()));
      out.printf(
          "Labels      %,d: %s, …, %s%n",
          manifest.labels().size(),
          String.join(", ", manifest.labels().subList(0, 3)),
          manifest.labels().get(manifest.labels().size() - 1));
      out.printf("Parameters  %,d%n%n", contents.parameters());
      String row = "%-28s %-9s %-22s %-16s %12s%n";
      out.printf(row, "Layer", "Operator", "Output", "Weights", "Parameters");
      for (ModelInspector.Layer layer : contents.layers()) {
        out.printf(
            row,
            layer.name(),
            layer.operator(),
            layer.shape(),
            layer.kernel(),
            layer.parameters() == 0 ? "" : String.format("%,d", layer.parameters()));
      }
      out.flush();
    }
  }
}
