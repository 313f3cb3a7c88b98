package io.labelstream.tools.cli;

import io.labelstream.tools.cluster.ClusterAddresses;
import io.labelstream.tools.cluster.ProcessCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Starts what does not run, returns when all of it can be used, and writes DIR/cluster.json.",
      "A job that ran when the cluster ended comes back."
    },
    mixinStandardHelpOptions = true)
final class ClusterUpCommand implements Callable<Integer> {

  @ParentCommand private ClusterCommand parent;

  @Spec private CommandSpec spec;

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many TaskManagers, at least (default: ${DEFAULT-VALUE})")
  private int taskManagers;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the REST facade (default: that of before, 8080 at first)")
  private @Nullable Integer port;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Port of the broker (default: that of before, 9092 at first)")
  private @Nullable Integer kafkaPort;

  @Option(
      names = "--flink-port",
      paramLabel = "PORT",
      description = "Port of Flink's web UI (default: that of before, 8081 at first)")
  private @Nullable Integer flinkPort;

  @Option(
      names = "--flink-setting",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink's, such as s3.endpoint=…; may be repeated")
  private @Nullable Map<String, String> flink;

  @Option(
      names = "--kafka-setting",
      paramLabel = "KEY=VALUE",
      description = "A property of the broker; may be repeated")
  private @Nullable Map<String, String> broker;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (taskManagers < 1) {
      throw new ParameterException(spec.commandLine(), "--taskmanagers must be at least 1");
    }
    PrintWriter err = spec.commandLine().getErr();
    Thread interrupted =
        new Thread(
            () -> {
              err.println("Stopped while starting: down ends what has been started.");
              err.flush();
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    ClusterAddresses addresses;
    try {
      addresses =
          parent
              .cluster()
              .up(
                  new ProcessCluster.Options(
                      taskManagers,
                      port("--port", port),
                      port("--kafka-port", kafkaPort),
                      port("--flink-port", flinkPort),
                      flink == null ? Map.of() : flink,
                      broker == null ? Map.of() : broker));
    } finally {
      removeHook(interrupted);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        """
        Demo page    %1$s/#key=%2$s
        Live page    %1$s/live#key=%2$s
        API key      %2$s
        Kafka        %3$s
        Flink        %4$s
        """,
        addresses.restUrl(),
        addresses.apiKey(),
        addresses.bootstrapServers(),
        addresses.flinkUrl());
    out.flush();
    return 0;
  }

  private OptionalInt port(String option, @Nullable Integer port) {
    if (port != null && (port < 1 || port > 65535)) {
      throw new ParameterException(spec.commandLine(), option + " must be 1 to 65535");
    }
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }
}
