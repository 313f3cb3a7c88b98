package io.labelstream.tools.cluster;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.LocalApiKey;
import io.labelstream.tools.sandbox.SandboxException;
import io.labelstream.tools.sandbox.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts the processes of a cluster and waits until all of it can be used. */
final class ClusterStart {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ClusterFolder folder;
  private final Processes processes;
  private final Map<String, String> environment;
  private final Settings settings;
  private final Consumer<String> progress;

  ClusterStart(
      ClusterFolder folder,
      Processes processes,
      Map<String, String> environment,
      Settings settings,
      Consumer<String> progress) {
    this.folder = folder;
    this.processes = processes;
    this.environment = environment;
    this.settings = settings;
    this.progress = progress;
  }

  /** How many tasks a job has unless it says otherwise: one for each processor. */
  static int tasks() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Starts the processes that do not run.
   *
   * @param taskManagers the least number of TaskManagers in the end
   */
  ClusterAddresses run(int taskManagers, ClusterPorts ports, Installation installation)
      throws IOException, InterruptedException {
    ProcessCommands commands =
        new ProcessCommands(folder, ports, installation, environment, settings);
    SortedSet<ClusterProcess> parts = new TreeSet<>(processes.known());
    parts.addAll(ClusterProcess.all(taskManagers));
    // The facade needs the topics, so it starts after them.
    ClusterProcess facade = ClusterProcess.of(ProcessRole.FACADE);
    parts.remove(facade);
    for (ClusterProcess part : parts) {
      start(part, commands);
    }
    Probes probes = new Probes(ports);
    Deadline deadline = Deadline.in(PATIENCE);
    deadline.await("Kafka did not answer", () -> processes.checkAlive(parts), probes::kafkaAnswers);
    progress.accept("Kafka is ready.");
    prepareTopics(ports, settings, false).forEach(progress);
    String apiKey = LocalApiKey.of(folder.apiKey(), folder.keys());
    start(facade, commands);
    parts.add(facade);
    FlinkRest flink = new FlinkRest(ports.flinkUrl());
    deadline.await(
        "Flink did not have its TaskManagers",
        () -> processes.checkAlive(parts),
        () -> hasAll(flink.taskManagers(), parts));
    progress.accept("Flink is ready.");
    deadline.await(
        "the facade did not answer", () -> processes.checkAlive(parts), probes::facadeAnswers);
    progress.accept("The facade is ready.");
    ClusterAddresses addresses = ClusterAddresses.of(ports, apiKey, processes.running());
    folder.writeReady(addresses);
    return addresses;
  }

  /** Flink may still list a dead TaskManager under the name of the one that replaces it. */
  boolean hasAll(List<FlinkRest.TaskManager> known, Collection<ClusterProcess> parts)
      throws IOException {
    Map<ClusterProcess, Long> heartbeats =
        known.stream()
            .collect(
                Collectors.toMap(
                    FlinkRest.TaskManager::part, FlinkRest.TaskManager::heartbeatMillis));
    for (ClusterProcess part : parts) {
      if (part.role() == ProcessRole.TASKMANAGER
          && heartbeats.getOrDefault(part, 0L) < processes.startedMillis(part)) {
        return false;
      }
    }
    return true;
  }

  private void start(ClusterProcess part, ProcessCommands commands) throws IOException {
    if (processes.find(part).isEmpty()) {
      Map<String, String> all = new HashMap<>(commands.environment(part));
      all.putAll(environment);
      processes.start(part, commands.of(part), all);
    }
  }

  /**
   * Makes the topics of a job on the cluster's broker.
   *
   * @param alter whether existing topics are made to fit
   * @return a line for each thing that does not fit
   */
  static List<String> prepareTopics(ClusterPorts ports, Settings job, boolean alter)
      throws IOException, InterruptedException {
    try {
      return Topics.prepare(
          ports.bootstrapServers(),
          job,
          job.get(JobSettings.PARALLELISM).orElseGet(ClusterStart::tasks),
          alter);
    } catch (ExecutionException e) {
      throw new SandboxException("the topics cannot be made: " + e.getCause(), e);
    }
  }
}
