package io.labelstream.bench;

import io.labelstream.access.AccessOptions;
import io.labelstream.tools.cluster.FlinkCommands;
import io.labelstream.tools.cluster.FlinkProcessConfiguration;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * A Flink cluster as users have it: a JobManager and a TaskManager, each a process of its own, on
 * the class path of this one.
 */
final class FlinkProcesses implements AutoCloseable {

  private static final int STOP_SECONDS = 10;

  private final Configuration configuration;
  private final Process jobManager;
  private final Process taskManager;

  private FlinkProcesses(Configuration configuration, Process jobManager, Process taskManager) {
    this.configuration = configuration;
    this.jobManager = jobManager;
    this.taskManager = taskManager;
    // The hook ends both if this process is ended in the middle.
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy, "flink-processes-shutdown"));
  }

  /**
   * Starts both processes and does not wait for them.
   *
   * @param directory for their logs and temporary files
   * @param slots how many tasks the TaskManager takes
   * @param heap the TaskManager's heap for tasks, beside Flink's own
   */
  static FlinkProcesses start(Path directory, int slots, MemorySize heap) throws IOException {
    Files.createDirectories(directory);
    Configuration configuration = configuration(directory, slots, heap);
    Files.write(
        directory.resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(configuration, true));
    FlinkCommands commands = new FlinkCommands(directory);
    String classPath = System.getProperty("java.class.path");
    Process jobManager =
        launch(
            directory,
            "jobmanager",
            commands.jobManager(logging(directory, "jobmanager"), classPath, configuration),
            Map.of());
    try {
      Process taskManager =
          launch(
              directory,
              "taskmanager",
              commands.taskManager(
                  logging(directory, "taskmanager"), classPath, configuration, Map.of()),
              FlinkProcessConfiguration.taskManagerEnvironment(slots));
      return new FlinkProcesses(configuration, jobManager, taskManager);
    } catch (IOException | RuntimeException e) {
      jobManager.destroyForcibly();
      throw e;
    }
  }

  private static Configuration configuration(Path directory, int slots, MemorySize heap)
      throws IOException {
    Configuration configuration =
        FlinkProcessConfiguration.onLoopback(
            Ports.free(), slots, directory.resolve("tmp"), directory.resolve("flink-secret"));
    configuration.set(JobManagerOptions.PORT, Ports.free());
    configuration.set(JobManagerOptions.JVM_HEAP_MEMORY, MemorySize.ofMebiBytes(256));
    configuration.set(TaskManagerOptions.TASK_HEAP_MEMORY, heap);
    return configuration;
  }

  int restPort() {
    return configuration.get(RestOptions.PORT);
  }

  /** The file of the secret without which the REST API takes no job. */
  String secretFile() {
    return configuration.get(AccessOptions.SECRET_FILE);
  }

  /** The TaskManager's resident memory in bytes. */
  long residentBytes() throws IOException {
    return Memory.residentBytes(taskManager.pid());
  }

  /** The processor time that both have taken so far. */
  Duration processorTime() {
    return ProcessorTime.of(taskManager.toHandle()).plus(ProcessorTime.of(jobManager.toHandle()));
  }

  /** The processor time that the compilers of both have taken so far. */
  Duration compilerTime() throws IOException {
    return CompilerTime.of(taskManager.pid()).plus(CompilerTime.of(jobManager.pid()));
  }

  /** How many threads the TaskManager has. */
  long threads() throws IOException {
    return Memory.threads(taskManager.pid());
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

  private static List<String> logging(Path directory, String role) {
    return List.of(
        "-Dlog4j2.configurationFile=log4j2-local.xml",
        "-Dlog.file=" + directory.resolve(role + ".log"));
  }

  private static Process launch(
      Path directory, String role, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(role + ".out").toFile());
    environment.forEach(builder.environment()::putIfAbsent);
    return builder.start();
  }
}
