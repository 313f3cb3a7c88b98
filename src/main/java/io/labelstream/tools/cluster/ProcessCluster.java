package io.labelstream.tools.cluster;

import io.labelstream.job.JobChecks;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.BrokerFolder;
import io.labelstream.tools.sandbox.SettingsCheck;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A cluster in one folder, as each command finds it: its processes outlive the command that has
 * started them.
 */
public final class ProcessCluster {

  private static final Duration STOP = Duration.ofSeconds(20);

  private final ClusterFolder folder;
  private final Processes processes;
  private final Map<String, String> environment;
  private final Consumer<String> progress;

  /**
   * Makes the cluster of a folder, which need not exist yet.
   *
   * @param environment the variables from which the job reads settings
   * @param progress takes a line about each step
   */
  public ProcessCluster(Path folder, Map<String, String> environment, Consumer<String> progress) {
    this.folder = new ClusterFolder(folder);
    this.processes = new Processes(this.folder);
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /**
   * The options of a cluster. A port that is empty is that of the last start.
   *
   * @param taskManagers the least number of TaskManagers
   * @param port the facade's port, 8080 at first
   * @param kafkaPort the broker's port, 9092 at first
   * @param flinkPort the port of Flink's web UI, 8081 at first
   * @param flink settings of Flink beside ours
   * @param broker properties of Kafka beside ours
   */
  public record Options(
      int taskManagers,
      OptionalInt port,
      OptionalInt kafkaPort,
      OptionalInt flinkPort,
      Map<String, String> flink,
      Map<String, String> broker) {

    public Options {
      flink = Map.copyOf(flink);
      broker = Map.copyOf(broker);
    }
  }

  /**
   * Starts the processes that do not run, and returns when all of it can be used. A job that ran
   * when the JobManager ended comes back.
   */
  public ClusterAddresses up(Options options) throws IOException, InterruptedException {
    // A process would end over any of these, with an exception in its log.
    Settings settings = Settings.read(Scope.BOTH, List.of(), environment);
    SettingsCheck.check(settings);
    BrokerFolder.check(options.broker());
    return locked(
        () -> {
          Installation installation = Installation.ofThisBuild();
          ClusterStart start = new ClusterStart(folder, processes, environment, settings, progress);
          boolean runs = !processes.running().isEmpty();
          if (runs) {
            ports().checkUnchanged(options);
          }
          Files.deleteIfExists(folder.readyFile());
          if (runs) {
            return start.run(options.taskManagers(), ports(), installation);
          }
          ClusterPorts ports = ClusterPorts.choose(options, folder.ports());
          folder.prepare();
          new ClusterConfiguration(folder, ports).write(ClusterStart.tasks(), options);
          try {
            return start.run(options.taskManagers(), ports, installation);
          } catch (IOException | InterruptedException | RuntimeException e) {
            stopAll();
            throw e;
          }
        });
  }

  /**
   * Submits the job by Flink's own command line, and returns when all its tasks run. A job that
   * runs under its name is upgraded: it is stopped with a savepoint, from which the new one goes
   * on.
   *
   * @param settings the job's settings, as its {@code main} takes them
   * @param savepoint the savepoint from which to start, or empty
   * @param alterTopics whether existing topics are made to fit its settings
   * @return the job's id
   */
  public String submit(List<String> settings, String savepoint, boolean alterTopics)
      throws IOException, InterruptedException {
    JobChecks.checkKafka(Settings.read(Scope.JOB, settings, environment));
    ports();
    return locked(() -> jobs().submit(settings, savepoint, alterTopics, environment));
  }

  /**
   * Stops a job with a savepoint.
   *
   * @return the savepoint, from which {@link #submit} goes on
   */
  public String stop(String jobName) throws IOException, InterruptedException {
    ports();
    return locked(() -> jobs().stop(jobName));
  }

  private ClusterJobs jobs() throws IOException {
    return new ClusterJobs(folder, processes, ports(), Installation.ofThisBuild(), progress);
  }

  /** Kills a process as {@code kill -9} does it. */
  public void kill(ClusterProcess part) throws IOException, InterruptedException {
    ClusterPorts ports = ports();
    locked(
        () -> {
          processes.kill(part);
          if (Files.exists(folder.readyFile())) {
            folder.writeReady(
                ClusterAddresses.of(
                    ports, Files.readString(folder.apiKey()).strip(), processes.running()));
          }
          return part;
        });
  }

  /** Ends all processes, each before those that it needs. */
  public void down() throws IOException, InterruptedException {
    ports();
    locked(
        () -> {
          stopAll();
          return Files.deleteIfExists(folder.readyFile());
        });
  }

  private void stopAll() throws IOException {
    List<ClusterProcess> parts = processes.known();
    for (ProcessRole role :
        List.of(
            ProcessRole.FACADE,
            ProcessRole.TASKMANAGER,
            ProcessRole.JOBMANAGER,
            ProcessRole.BROKER,
            ProcessRole.ZOOKEEPER)) {
      processes.stop(parts.stream().filter(part -> part.role() == role).toList(), STOP);
    }
  }

  public ClusterStatus status() throws IOException, InterruptedException {
    ClusterPorts ports = ports();
    List<ClusterStatus.ProcessStatus> parts = new ArrayList<>();
    for (ClusterProcess part : processes.known()) {
      long pid = processes.find(part).map(ProcessHandle::pid).orElse(0L);
      parts.add(new ClusterStatus.ProcessStatus(part, pid, folder.log(part)));
    }
    Probes probes = new Probes(ports);
    return new ClusterStatus(
        parts, probes.jobs(), probes.facadeIsReady(), ports.restUrl(), ports.flinkUrl());
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T locked(Action<T> action) throws IOException, InterruptedException {
    Closeable lock = folder.lock();
    try {
      return action.run();
    } finally {
      lock.close();
    }
  }

  private ClusterPorts ports() throws IOException {
    return ClusterPorts.read(folder.ports());
  }
}
