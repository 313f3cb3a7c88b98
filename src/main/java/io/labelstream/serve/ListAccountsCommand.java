package io.labelstream.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "list",
    description = "Lists accounts: their keys, images, and bytes of images.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfFacade.class)
final class ListAccountsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Accounts accounts = Accounts.open(settings, System.getenv())) {
      accounts
          .all()
          .forEach(
              (name, has) ->
                  out.printf(
                      "%-20s  %4d keys  %9d images  %15d bytes%n",
                      name, has.keys(), has.images().images(), has.images().bytes()));
    }
    out.flush();
    return 0;
  }
}
