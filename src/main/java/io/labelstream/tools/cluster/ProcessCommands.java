package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;

/** The command line of each process, which says all about how it runs. */
final class ProcessCommands {

  private final ClusterFolder folder;
  private final ClusterPorts ports;
  private final Installation installation;
  private final FlinkCommands flink;

  ProcessCommands(ClusterFolder folder, ClusterPorts ports, Installation installation) {
    this.folder = folder;
    this.ports = ports;
    this.installation = installation;
    this.flink = new FlinkCommands(folder.flinkConfiguration());
  }

  List<String> of(ClusterProcess part) {
    return switch (part.role()) {
      case ZOOKEEPER ->
          FlinkCommands.zooKeeper(
              flags(part, "-Xmx128m"),
              installation.clientClassPath(),
              folder.zooKeeperProperties());
      case BROKER -> broker(part);
      case JOBMANAGER ->
          flink.jobManager(flags(part), installation.jobManagerClassPath(), flinkConfiguration());
      case TASKMANAGER ->
          flink.taskManager(
              flags(part),
              installation.taskManagerClassPath(),
              flinkConfiguration(),
              Map.of(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key(), part.toString()));
      case FACADE -> facade(part);
    };
  }

  List<String> flinkCli(List<String> arguments) {
    return FlinkCommands.client(
        List.of(
            "-Xmx256m",
            "-Dlog4j2.configurationFile=" + folder.logConfiguration(),
            "-Dlog.file=" + folder.temporary().resolve("client.log"),
            // The command line prints errors, too.
            "-Dlabelstream.log.level=OFF"),
        installation.clientClassPath(),
        arguments);
  }

  private Configuration flinkConfiguration() {
    return GlobalConfiguration.loadConfiguration(folder.flinkConfiguration().toString());
  }

  private List<String> broker(ClusterProcess part) {
    return java(
        part,
        "-cp",
        installation.jar().toString(),
        "kafka.Kafka",
        folder.brokerProperties().toString());
  }

  private List<String> facade(ClusterProcess part) {
    return java(
        part,
        "-jar",
        installation.jar().toString(),
        "serve",
        "--bootstrap-servers=" + ports.bootstrapServers(),
        "--host=" + Ports.LOOPBACK,
        "--port=" + ports.facade(),
        "--management-port=" + ports.management(),
        "--data=" + folder.facade(),
        "--keys=" + folder.keys(),
        "--images=" + folder.images().toUri(),
        "--drain-timeout=5s");
  }

  private List<String> java(ClusterProcess part, String... program) {
    List<String> command = new ArrayList<>(List.of(FlinkCommands.javaExecutable()));
    command.addAll(flags(part, "-Xmx512m"));
    command.addAll(List.of(program));
    return command;
  }

  private List<String> flags(ClusterProcess part, String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("-Dlog4j2.configurationFile=" + folder.logConfiguration());
    // Flink's web UI shows the file that this property names.
    flags.add("-Dlog.file=" + folder.log(part));
    return flags;
  }
}
