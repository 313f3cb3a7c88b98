package io.labelstream.cli;

import io.labelstream.local.LocalMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "local",
    description = {
      "Runs a Kafka broker, Flink with its web UI, and the job in this process.",
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
      description = "Folder for topics, checkpoints and logs (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      hidden = true,
      description = "Port of the REST facade, which this version does not have yet")
  private @Nullable Integer port;

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
      names = "--config",
      paramLabel = "FILE",
      description = "Settings of the job, Java properties; LABELSTREAM_… variables count too")
  private @Nullable Path config;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    LocalMode.Options options =
        new LocalMode.Options(data, kafkaPort, flinkPort, settings(), System.getenv());
    try {
      Files.createDirectories(options.log().getParent());
    } catch (IOException e) {
      err.println(data + " cannot be written: choose another folder with --data (" + e + ")");
      return 1;
    }
    System.setProperty("labelstream.log", options.log().toString());
    if (port != null) {
      err.println("--port is not used: this version has no REST facade yet");
    }
    err.println("Starting Kafka, Flink and the model …");
    err.flush();
    long start = System.nanoTime();
    LocalMode local;
    try {
      local = LocalMode.start(options);
    } catch (IOException | RuntimeException e) {
      err.println(ErrorText.of(e));
      return 1;
    }
    AtomicBoolean stopping = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopping.set(true);
                  stop(local, err);
                },
                "shutdown"));
    LocalMode.Addresses addresses = local.addresses();
    spec.commandLine()
        .getOut()
        .printf(
            """
            Labelstream is ready (%.1f s).

              Kafka        %s
              Flink        %s
              Data         %s

            Classify in a second shell:

              java -jar target/labelstream.jar classify%s deploy/photographs

            Ctrl-C ends it.
            """,
            (System.nanoTime() - start) / 1e9,
            addresses.bootstrapServers(),
            addresses.flinkUrl(),
            data.toAbsolutePath().normalize(),
            kafkaPort == 9092 ? "" : " --bootstrap-servers " + addresses.bootstrapServers());
    spec.commandLine().getOut().flush();
    local.awaitEnd();
    if (stopping.get()) {
      return 0;
    }
    local.close();
    err.println(
        "The job has ended, which it does only when it fails for good: see " + options.log());
    return 1;
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    Optional.ofNullable(config).ifPresent(file -> settings.add("--config=" + file));
    Optional.ofNullable(model)
        .ifPresent(directory -> settings.add("--model=" + directory.toAbsolutePath()));
    return settings;
  }

  private static void stop(LocalMode local, PrintWriter err) {
    err.println("Stopping …");
    err.flush();
    local.close();
    err.println("Stopped.");
    err.flush();
  }
}
