package io.labelstream.serve;

import io.labelstream.rest.Facade;
import io.labelstream.settings.Scope;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.Settings;
import io.labelstream.store.FlinkFileSystems;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Takes the facade's settings as options. */
@Command(
    name = "serve",
    description = {
      "Runs the REST facade alone, for a job that runs elsewhere.",
      "Ctrl-C ends it when the requests in progress have ended."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfFacade.class)
public final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Settings read = Settings.read(Scope.FACADE, settings, System.getenv());
    LogConfiguration.apply(read);
    FlinkFileSystems.load(System.getenv());
    Facade facade = Facade.start(read);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(facade, err), "shutdown"));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("API          http://%s:%d%n", read.get(ServerSettings.HOST), facade.port());
    out.printf(
        "Metrics      http://%s:%d/metrics%n",
        read.get(ServerSettings.HOST), facade.managementPort());
    out.flush();
    // Waits for a signal.
    new CountDownLatch(1).await();
    return 0;
  }

  /** Exits with 0, which a signal alone would not. */
  private static void stop(Facade facade, PrintWriter err) {
    err.println("Stopping …");
    err.flush();
    facade.close();
    Runtime.getRuntime().halt(0);
  }
}
