package io.labelstream.tools.cli;

import io.labelstream.serve.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    description = "Compiles weights to the models that run, imports your own, and looks into them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ModelCompileCommand.class, ModelImportCommand.class, ModelInspectCommand.class})
final class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
