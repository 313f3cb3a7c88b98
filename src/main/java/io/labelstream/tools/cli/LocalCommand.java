package io.labelstream.tools.cli;

import io.labelstream.serve.ErrorText;
import io.labelstream.serve.LogConfiguration;
import io.labelstream.serve.Version;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.local.LocalAddresses;
import io.labelstream.tools.local.LocalMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "local",
    description = {
      "Runs a Kafka broker, Flink with its web UI, the job and the REST facade in this process.",
      "Ctrl-C ends it; what is in the data folder is there again at the next start."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class LocalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "labelstream-data",
      description = "Folder for topics, checkpoints, images and logs (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the REST facade and its demo page (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the broker (default: ${DEFAULT-VALUE})")
  private int kafkaPort;

  @Option(
      names = "--flink-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of Flink's web UI (default: ${DEFAULT-VALUE})")
  private int flinkPort;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A compiled model (default: the one of this build)")
  private @Nullable Path model;

  @Option(
      names = "--models",
      paramLabel = "URI",
      description = "A registry of models, of which the commands of 'models' say what runs")
  private @Nullable String models;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings of job and facade, Java properties; LABELSTREAM_… variables count too")
  private @Nullable Path config;

  @Option(
      names = "--alter-topics",
      description =
          "Gives topics that are there the partitions and the limit that the settings want; without"
              + " it they stay as they are")
  private boolean alterTopics;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    LocalMode.Options options =
        new LocalMode.Options(data, port, kafkaPort, flinkPort, settings(), alterTopics);
    try {
      options.prepareLog();
    } catch (IOException e) {
      err.println(data + " cannot be written: choose another folder with --data (" + e + ")");
      return 1;
    }
    // Flink asks for the property, too.
    System.setProperty("log.file", options.log().toString());
    LogConfiguration.apply(options.settings());
    err.println("Starting Kafka, Flink, the model and the facade …");
    err.flush();
    return run(new LocalMode(options), options);
  }

  private int run(LocalMode local, LocalMode.Options options) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    AtomicBoolean failed = new AtomicBoolean();
    AtomicBoolean stopping = new AtomicBoolean();
    Thread shutdown =
        new Thread(
            () -> {
              if (!failed.get()) {
                stopping.set(true);
                stop(local, err);
              }
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(shutdown);
    long start = System.nanoTime();
    int exitCode = ExitCode.SOFTWARE;
    try {
      LocalAddresses addresses = local.start();
      local.notices().forEach(err::println);
      err.flush();
      ReadyText.print(
          spec.commandLine().getOut(),
          addresses,
          local.metricsUrl(),
          data,
          (System.nanoTime() - start) / 1e9);
      local.awaitFailure(
          line -> {
            err.println(line);
            err.flush();
          });
      if (!stopping.get()) {
        err.println("The job has failed for good: see " + options.log());
      }
    } catch (InvalidSettingsException e) {
      exitCode = ExitCode.USAGE;
      tell(e, stopping, err);
    } catch (IOException | RuntimeException | ExecutionException e) {
      tell(e, stopping, err);
    }
    if (stopping.get()) {
      shutdown.join(); // It ends the process.
    }
    failed.set(true);
    local.close();
    return exitCode;
  }

  private static void tell(Exception failure, AtomicBoolean stopping, PrintWriter err) {
    if (!stopping.get()) {
      err.println(ErrorText.of(failure));
    }
  }

  private Settings settings() {
    List<String> flags = new ArrayList<>();
    if (config != null) {
      flags.addAll(List.of("--config", config.toString()));
    }
    if (models != null) {
      flags.addAll(List.of("--models", models));
    }
    Settings settings = Settings.read(Scope.BOTH, flags, System.getenv());
    return model == null
        ? settings
        : settings.with(ModelSettings.MODEL, Optional.of(model.toAbsolutePath().toString()));
  }

  /** Ends everything in order, and the process with success, which a signal alone would not be. */
  private static void stop(LocalMode local, PrintWriter err) {
    err.println("Stopping …");
    err.flush();
    local.close();
    err.println("Stopped.");
    err.flush();
    Runtime.getRuntime().halt(0);
  }
}
