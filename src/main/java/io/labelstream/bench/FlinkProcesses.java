package io.labelstream.bench;

import io.labelstream.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A Flink cluster as users have it: a JobManager and a TaskManager, each a process of its own, on
 * the class path of this one.
 */
final class FlinkProcesses implements AutoCloseable {

  private static final int STOP_SECONDS = 10;

  /** What Flink's own scripts choose for a TaskManager. */
  private static final String COLLECTOR = "-XX:+UseG1GC";

  /** What Flink's own scripts open on Java 17. */
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

  private final int restPort;
  private final Process jobManager;
  private final Process taskManager;

  private FlinkProcesses(int restPort, Process jobManager, Process taskManager) {
    this.restPort = restPort;
    this.jobManager = jobManager;
    this.taskManager = taskManager;
    // For when this process is ended in the middle.
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy, "flink-processes-shutdown"));
  }

  /**
   * Starts both and does not wait for them.
   *
   * @param directory for their logs and temporary files
   * @param slots how many tasks the TaskManager takes
   * @param heap the TaskManager's heap for tasks, beside Flink's own
   */
  static FlinkProcesses start(Path directory, int slots, MemorySize heap) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.yaml"), "parallelism.default: 1\n");
    Configuration configuration = new Configuration();
    int restPort = Ports.free();
    configuration.set(JobManagerOptions.ADDRESS, Ports.LOOPBACK);
    configuration.set(JobManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(JobManagerOptions.PORT, Ports.free());
    configuration.set(RestOptions.ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.PORT, restPort);
    configuration.set(TaskManagerOptions.HOST, Ports.LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
    putMemory(configuration, heap);
    Process jobManager =
        launch(
            directory,
            "jobmanager",
            List.of("-Xmx256m"),
            StandaloneSessionClusterEntrypoint.class,
            configuration);
    Process taskManager;
    try {
      TaskExecutorProcessSpec memory =
          TaskExecutorProcessUtils.processSpecFromConfig(configuration);
      List<String> flags = new ArrayList<>(List.of(COLLECTOR));
      flags.addAll(
          List.of(ProcessMemoryUtils.generateJvmParametersStr(memory).trim().split("\\s+", -1)));
      String dynamic = TaskExecutorProcessUtils.generateDynamicConfigsStr(memory);
      ConfigurationUtils.parseTmResourceDynamicConfigs(dynamic).forEach(configuration::setString);
      taskManager = launch(directory, "taskmanager", flags, TaskManagerRunner.class, configuration);
    } catch (IOException | RuntimeException e) {
      jobManager.destroyForcibly();
      throw e;
    }
    return new FlinkProcesses(restPort, jobManager, taskManager);
  }

  /** The figures that the README gives to operators. */
  private static void putMemory(Configuration configuration, MemorySize heap) {
    configuration.set(TaskManagerOptions.TASK_HEAP_MEMORY, heap);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
  }

  /** Where Flink's REST API listens. */
  int restPort() {
    return restPort;
  }

  /** The TaskManager's resident memory in bytes. */
  long residentBytes() throws IOException {
    return Memory.residentBytes(taskManager.pid());
  }

  /**
   * Checks that both run.
   *
   * @throws IllegalStateException if one has ended
   */
  void checkAlive() {
    if (!jobManager.isAlive() || !taskManager.isAlive()) {
      throw new IllegalStateException(
          (jobManager.isAlive() ? "the TaskManager" : "the JobManager") + " has ended by itself");
    }
  }

  private void destroy() {
    taskManager.destroy();
    jobManager.destroy();
  }

  @Override
  public void close() {
    destroy();
    for (Process process : List.of(taskManager, jobManager)) {
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Process launch(
      Path directory, String role, List<String> flags, Class<?> main, Configuration configuration)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("-Dlog4j2.configurationFile=log4j2-local.xml");
    command.add("-Dlabelstream.log=" + directory.resolve(role + ".log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of("--configDir", directory.toString()));
    configuration.toMap().forEach((key, value) -> command.add("-D" + key + "=" + value));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(role + ".out").toFile())
        .start();
  }
}
