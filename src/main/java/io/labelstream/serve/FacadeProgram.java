package io.labelstream.serve;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program of a server of the facade, without Flink's runtime, a broker or a model. */
@Command(
    name = "labelstream-facade",
    description = "Serves the REST facade of Labelstream, whose job runs elsewhere.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ServeCommand.class, KeysCommand.class, AccountsCommand.class})
public final class FacadeProgram implements Runnable {

  @Spec private CommandSpec spec;

  private FacadeProgram() {}

  /** Runs a command and exits: 0 on success, 1 on failure, 2 for a usage error. */
  public static void main(String[] arguments) {
    Program.main(FacadeProgram.class, Map.of("serve", "log4j2-serve.xml"), arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
