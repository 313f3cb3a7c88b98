package io.labelstream.tools.cli;

import io.labelstream.serve.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    description = {
      "Says what a running job classifies with, and shows what comes of it.",
      "Further options of each command are settings of the job, such as --models URI and"
          + " --bootstrap-servers HOST:PORT; those in the environment and in --config FILE count,"
          + " too."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ModelsPublishCommand.class,
      ModelsUseCommand.class,
      ModelsCanaryCommand.class,
      ModelsShadowCommand.class,
      ModelsWithdrawCommand.class,
      ModelsStatusCommand.class,
      ModelsCompareCommand.class
    })
final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
