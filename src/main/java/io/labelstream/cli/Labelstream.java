package io.labelstream.cli;

import io.labelstream.config.InvalidSettingsException;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code labelstream}. */
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
      ClassifyCommand.class,
      EvaluateCommand.class,
      ModelCommand.class,
      BenchCommand.class
    })
public final class Labelstream implements Runnable {

  private static final String LOG_CONFIGURATION = "log4j2.configurationFile";

  @Spec private CommandSpec spec;

  private Labelstream() {}

  /** Runs a command and exits: 0 on success, 1 on failure, 2 for a call that makes no sense. */
  public static void main(String[] arguments) {
    // Each command logs its own way unless whoever starts it says how, and the choice has to be
    // made before the first logger.
    String log =
        switch (arguments.length == 0 ? "" : arguments[0]) {
          case "local" -> "log4j2-local.xml";
          case "serve" -> "log4j2-serve.xml";
          default -> "log4j2-command.xml";
        };
    if (System.getProperty(LOG_CONFIGURATION) == null) {
      System.setProperty(LOG_CONFIGURATION, log);
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine program = new CommandLine(new Labelstream());
    Objects.requireNonNull(program.getSubcommands().get("serve"))
        .getCommandSpec()
        .usageMessage()
        .footer(ServeCommand.footer());
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              PrintWriter err = commandLine.getErr();
              err.println(commandLine.getColorScheme().errorText(ErrorText.of(exception)));
              return exception instanceof InvalidSettingsException
                  ? ExitCode.USAGE
                  : commandLine.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
