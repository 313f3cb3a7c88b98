package io.labelstream.serve;

import io.labelstream.rest.ApiKey;
import io.labelstream.rest.KeyFile;
import io.labelstream.rest.KeyRole;
import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    description = {
      "Makes, lists and revokes API keys of the facade, which takes a change over within seconds.",
      "The file holds salted hashes, from which nobody can tell a key."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class KeysCommand implements Runnable {

  private static final int LIVE_PER_MINUTE = 100;
  private static final int TEST_PER_MINUTE = 10;

  @Spec private CommandSpec spec;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      defaultValue = "labelstream-data/keys.json",
      scope = ScopeType.INHERIT,
      description = "File with the keys (default: ${DEFAULT-VALUE})")
  private Path file;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  @Command(
      name = "create",
      description = "Makes a key and prints it; it is not stored and cannot be shown again.",
      mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--account",
              paramLabel = "NAME",
              defaultValue = "default",
              description = "Whose images it sees (default: ${DEFAULT-VALUE})")
          String account,
      @Option(
              names = "--stage",
              paramLabel = "STAGE",
              defaultValue = "live",
              description =
                  "live or test; neither sees the other's images (default: ${DEFAULT-VALUE})")
          KeyMode mode,
      @Option(
              names = "--per-minute",
              paramLabel = "N",
              description = "Requests a minute (default: 100, for the stage test 10)")
          @Nullable Integer perMinute,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description =
                  "operator: may also see the feed, which is everybody's photographs, and which"
                      + " models run (default: none)")
          @Nullable KeyRole role)
      throws IOException {
    int rate =
        perMinute != null ? perMinute : mode == KeyMode.LIVE ? LIVE_PER_MINUTE : TEST_PER_MINUTE;
    if (rate < 1 || !account.matches("[A-Za-z0-9._@-]{1,100}")) {
      spec.commandLine()
          .getErr()
          .println(
              "--per-minute must be at least 1, and --account 1 to 100 letters, digits and . _ @"
                  + " -");
      return 2;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        role == null
            ? keys().create(account, mode, rate)
            : keys().create(account, mode, rate, role));
    out.flush();
    return 0;
  }

  @Command(
      name = "list",
      description = "Lists the keys by their ids.",
      mixinStandardHelpOptions = true)
  int list() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (ApiKey key : keys().read()) {
      out.printf(
          "%s  %s  %-20s  %7d/min  %s%s%n",
          key.id(),
          key.mode().id(),
          key.account(),
          key.perMinute(),
          key.created(),
          key.roles().stream().map(role -> "  " + role.id()).collect(Collectors.joining()));
    }
    out.flush();
    return 0;
  }

  @Command(name = "revoke", description = "Revokes a key.", mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(
              paramLabel = "ID",
              description = "As keys list shows it: the eight characters behind live_ or test_")
          String id)
      throws IOException {
    if (keys().revoke(id)) {
      return 0;
    }
    spec.commandLine().getErr().println("There is no key with the id " + id + " in " + file);
    return 1;
  }

  private KeyFile keys() {
    return new KeyFile(file, Clock.systemUTC());
  }
}
