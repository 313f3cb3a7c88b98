package io.labelstream.serve;

import io.labelstream.settings.InvalidSettingsException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Runs a program's command: chooses its log, prints its error, sets its exit code. */
public final class Program {

  private static final String LOG_OF_A_COMMAND = "log4j2-command.xml";

  private Program() {}

  /**
   * Runs a command and exits: 0 on success, 1 on failure, 2 for a usage error.
   *
   * @param command the outermost one, not to be made before this call, since it may make a logger
   * @param logs the log configurations of commands that run on, by their names; others log errors
   *     alone, to stderr
   */
  public static void main(Class<?> command, Map<String, String> logs, String[] arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    // Photographs are drawn into memory, whatever display there may be.
    System.setProperty("java.awt.headless", "true");
    LogConfiguration.choose(logs.getOrDefault(name, LOG_OF_A_COMMAND));
    System.exit(commandLine(command).execute(arguments));
  }

  /** The command line of a program, which runs without an exit. */
  public static CommandLine commandLine(Class<?> command) {
    return new CommandLine(command)
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
}
