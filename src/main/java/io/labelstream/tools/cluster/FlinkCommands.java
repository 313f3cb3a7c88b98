package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.ActorClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/**
 * The command lines that Flink's own scripts make for its processes.
 *
 * @param configurationFolder the folder with {@code config.yaml}
 */
public record FlinkCommands(Path configurationFolder) {

  /** The packages that Flink's own scripts open on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  /** The collector that Flink's own scripts choose for JobManager and TaskManager. */
  private static final String COLLECTOR = "-XX:+UseG1GC";

  /** The command of a JobManager that takes any number of jobs. */
  public List<String> jobManager(
      List<String> flags, String classPath, Configuration configuration) {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    List<String> jvm = new ArrayList<>(flags);
    jvm.addAll(
        List.of(
            JobManagerProcessUtils.generateJvmParametersStr(memory, configuration)
                .trim()
                .split("\\s+", -1)));
    jvm.addAll(options(configuration, CoreOptions.FLINK_JM_JVM_OPTIONS));
    return command(jvm, classPath, StandaloneSessionClusterEntrypoint.class, new Configuration());
  }

  /**
   * @param dynamic settings beside those of the file
   */
  public List<String> taskManager(
      List<String> flags,
      String classPath,
      Configuration configuration,
      Map<String, String> dynamic) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> jvm = new ArrayList<>(flags);
    jvm.addAll(
        List.of(ProcessMemoryUtils.generateJvmParametersStr(memory).trim().split("\\s+", -1)));
    jvm.addAll(options(configuration, CoreOptions.FLINK_TM_JVM_OPTIONS));
    Configuration settings = new Configuration();
    ConfigurationUtils.parseTmResourceDynamicConfigs(
            TaskExecutorProcessUtils.generateDynamicConfigsStr(memory))
        .forEach(settings::setString);
    dynamic.forEach(settings::setString);
    return command(jvm, classPath, TaskManagerRunner.class, settings);
  }

  /** An operator's own flags, which come last and so win. */
  private static List<String> options(Configuration configuration, ConfigOption<String> process) {
    return Stream.of(CoreOptions.FLINK_JVM_OPTIONS, process)
        .flatMap(option -> Stream.of(configuration.get(option).split("\\s+", -1)))
        .filter(flag -> !flag.isEmpty())
        .toList();
  }

  static List<String> client(List<String> flags, String classPath, List<String> arguments) {
    List<String> command = java(flags, classPath, CliFrontend.class);
    command.addAll(arguments);
    return command;
  }

  /** The command of a ZooKeeper of one server, which is in Flink's distribution. */
  static List<String> zooKeeper(List<String> flags, String classPath, Path properties) {
    List<String> command = java(flags, classPath, FlinkZooKeeperQuorumPeer.class);
    command.addAll(List.of("--zkConfigFile", properties.toString(), "--peerId", "1"));
    return command;
  }

  private List<String> command(
      List<String> jvm, String classPath, Class<?> main, Configuration dynamic) {
    List<String> flags = new ArrayList<>(List.of(COLLECTOR, ActorClock.flag()));
    flags.addAll(jvm);
    List<String> command = java(flags, classPath, main);
    command.addAll(List.of("--configDir", configurationFolder.toString()));
    dynamic.toMap().forEach((key, value) -> command.add("-D" + key + "=" + value));
    return command;
  }

  private static List<String> java(List<String> flags, String classPath, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(javaExecutable());
    command.addAll(flags);
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath, main.getName()));
    return command;
  }

  /** The Java that this process runs in. */
  static String javaExecutable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
