package io.labelstream.serve;

import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Scope;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
    System.exit(execute(commandLine(command), arguments));
  }

  /**
   * Runs a command without an exit.
   *
   * @param program as {@link #commandLine} makes it
   * @return 0 on success, 1 on failure, 2 for a usage error
   */
  public static int execute(CommandLine program, String... arguments) {
    return program.execute(joined(arguments));
  }

  /**
   * The arguments with each setting and its value in one word. Most settings are no options of a
   * command, which would take their values for its own arguments.
   */
  private static String[] joined(String... arguments) {
    List<String> joined = new ArrayList<>();
    for (String word : arguments) {
      int last = joined.size() - 1;
      if (last >= 0 && Scope.isFlag(joined.get(last)) && !word.startsWith("--")) {
        joined.set(last, joined.get(last) + "=" + word);
      } else {
        joined.add(word);
      }
    }
    return joined.toArray(String[]::new);
  }

  /** The command line of a program, for {@link #execute}. */
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
