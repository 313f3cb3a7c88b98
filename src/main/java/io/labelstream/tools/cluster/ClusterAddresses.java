package io.labelstream.tools.cluster;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The addresses of a cluster, as in {@code cluster.json}: the keys of local mode's {@code
 * local.json}, and all processes.
 *
 * @param restUrl the facade's URL
 * @param bootstrapServers the broker's host and port
 * @param flinkUrl the URL of Flink's web UI
 * @param apiKey a key for the facade
 * @param pid the id of the facade's process
 * @param pids the ids of the processes by role
 */
public record ClusterAddresses(
    String restUrl, String bootstrapServers, String flinkUrl, String apiKey, long pid, Pids pids) {

  /**
   * The ids of the running processes, 0 for one that does not run.
   *
   * @param taskmanager Flink's TaskManagers in the order of their numbers
   */
  public record Pids(
      long zookeeper, long broker, long jobmanager, List<Long> taskmanager, long facade) {

    public Pids {
      taskmanager = List.copyOf(taskmanager);
    }
  }

  static ClusterAddresses of(
      ClusterPorts ports, String apiKey, SortedMap<ClusterProcess, Long> running) {
    Pids pids =
        new Pids(
            running.getOrDefault(ClusterProcess.of(ProcessRole.ZOOKEEPER), 0L),
            running.getOrDefault(ClusterProcess.of(ProcessRole.BROKER), 0L),
            running.getOrDefault(ClusterProcess.of(ProcessRole.JOBMANAGER), 0L),
            IntStream.rangeClosed(1, taskManagers(running))
                .mapToObj(
                    number ->
                        running.getOrDefault(
                            new ClusterProcess(ProcessRole.TASKMANAGER, number), 0L))
                .toList(),
            running.getOrDefault(ClusterProcess.of(ProcessRole.FACADE), 0L));
    return new ClusterAddresses(
        ports.restUrl(), ports.bootstrapServers(), ports.flinkUrl(), apiKey, pids.facade(), pids);
  }

  /** The highest number of a running TaskManager. */
  private static int taskManagers(SortedMap<ClusterProcess, Long> running) {
    return running.keySet().stream()
        .filter(part -> part.role() == ProcessRole.TASKMANAGER)
        .mapToInt(ClusterProcess::number)
        .max()
        .orElse(0);
  }

  @Override
  public String toString() {
    return "ClusterAddresses["
        + String.join(", ", restUrl, bootstrapServers, flinkUrl)
        + ", "
        + pids
        + "]";
  }
}
