package io.labelstream.tools.cli;

import io.labelstream.serve.AccountsCommand;
import io.labelstream.serve.KeysCommand;
import io.labelstream.serve.Program;
import io.labelstream.serve.ServeCommand;
import io.labelstream.serve.Version;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "labelstream",
    description = "Classifies photographs from Kafka and over HTTP with ResNet50, in Apache Flink.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      LocalCommand.class,
      ClusterCommand.class,
      ServeCommand.class,
      KeysCommand.class,
      AccountsCommand.class,
      ClassifyCommand.class,
      EvaluateCommand.class,
      WatchCommand.class,
      ModelCommand.class,
      ModelsCommand.class
    })
public final class Labelstream implements Runnable {

  @Spec private CommandSpec spec;

  private Labelstream() {}

  /** Runs a command and exits: 0 on success, 1 on failure, 2 for a usage error. */
  public static void main(String[] arguments) {
    Program.main(
        Labelstream.class,
        Map.of("local", "log4j2-local.xml", "serve", "log4j2-serve.xml"),
        arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
