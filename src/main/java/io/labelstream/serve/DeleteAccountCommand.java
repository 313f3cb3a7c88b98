package io.labelstream.serve;

import io.labelstream.serve.Accounts.Account;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "delete",
    description = {
      "Revokes all keys of an account and deletes its images, live and test.",
      "What Kafka still has of it goes with the retention of the topics."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfFacade.class)
final class DeleteAccountCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ACCOUNT", arity = "1", description = "As accounts list shows it")
  private String account = "";

  @Option(names = "--yes", description = "Really; without it, only tells what would go")
  private boolean really;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Accounts accounts = Accounts.open(settings, System.getenv())) {
      Optional<Account> found = Optional.ofNullable(accounts.all().get(account));
      if (found.isEmpty()) {
        err.println("There is no key and no image of an account " + account);
        return 1;
      }
      Account has = found.get();
      String all =
          "%d keys and %d images of %d bytes"
              .formatted(has.keys(), has.images().images(), has.images().bytes());
      if (!really) {
        err.println("Nothing was deleted. With --yes there go " + all + " of " + account);
        return 1;
      }
      accounts.delete(account, deleted -> err.printf("\rDeleting images: %d", deleted));
      err.println();
      spec.commandLine().getOut().println("Deleted " + all + " of " + account);
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
