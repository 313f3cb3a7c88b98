package io.labelstream.serve;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "accounts",
    description = {
      "Lists accounts with what they have, and deletes all that one has.",
      "The facade may run meanwhile if its rows are in PostgreSQL; H2's file has one user at a time."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ListAccountsCommand.class, DeleteAccountCommand.class})
public final class AccountsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
