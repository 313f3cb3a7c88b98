package io.labelstream.serve;

import io.labelstream.settings.Scope;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Adds the settings that a command takes to its help. */
public final class SettingsInHelp {

  private SettingsInHelp() {}

  /** For a command that takes the settings of the facade. */
  static final class OfFacade implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
      return add(command, Scope.FACADE);
    }
  }

  /** For a command that takes the settings of the job. */
  public static final class OfJob implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
      return add(command, Scope.JOB);
    }
  }

  private static CommandSpec add(CommandSpec command, Scope scope) {
    // Not before somebody asks for help: every command's start would wait for it.
    command
        .usageMessage()
        .sectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> {
              String settings = "\n" + scope.help();
              command.usageMessage().footer(settings.replace("%", "%%").split("\n", -1));
              return help.footer();
            });
    return command;
  }
}
