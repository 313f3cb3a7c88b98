package io.labelstream.tools.cluster;

import io.labelstream.serve.LogConfiguration;
import io.labelstream.settings.Settings;
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
  private final List<String> logFlags;
  private final FlinkCommands flink;

  /**
   * @param environment the processes' own, which may name a logging configuration
   * @param settings how our own logging configuration logs
   */
  ProcessCommands(
      ClusterFolder folder,
      ClusterPorts ports,
      Installation installation,
      Map<String, String> environment,
      Settings settings) {
    this.folder = folder;
    this.ports = ports;
    this.installation = installation;
    this.logFlags = logFlags(folder, environment, settings);
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

  /** The variables of a process, unless they are set already. */
  Map<String, String> environment(ClusterProcess part) {
    return part.role() == ProcessRole.TASKMANAGER
        ? FlinkProcessConfiguration.taskManagerEnvironment(
            flinkConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS))
        : Map.of();
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
    flags.addAll(logFlags);
    // Flink's web UI shows the file that this property names.
    flags.add("-Dlog.file=" + folder.log(part));
    return flags;
  }

  private static List<String> logFlags(
      ClusterFolder folder, Map<String, String> environment, Settings settings) {
    List<String> flags = new ArrayList<>();
    if (!environment.containsKey(LogConfiguration.GIVEN_IN_ENVIRONMENT)) {
      flags.add("-Dlog4j2.configurationFile=" + folder.logConfiguration());
    }
    LogConfiguration.variables(settings)
        .forEach((name, value) -> flags.add("-D" + name + "=" + value));
    return flags;
  }
}
