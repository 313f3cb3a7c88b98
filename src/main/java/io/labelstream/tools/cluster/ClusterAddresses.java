package io.labelstream.tools.cluster;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Where a cluster can be reached, as in {@code cluster.json}: the keys of local mode's {@code
 * local.json}, and all processes.
 *
 * @param restUrl the facade
 * @param bootstrapServers the broker
 * @param flinkUrl Flink's web UI
 * @param apiKey for the facade
 * @param pid the facade's process
 * @param pids the processes by role
 */
public record ClusterAddresses(
    String restUrl, String bootstrapServers, String flinkUrl, String apiKey, long pid, Pids pids) {

  /**
   * The processes that run, 0 for one that does not.
   *
   * @param zookeeper ZooKeeper
   * @param broker Kafka
   * @param jobmanager Flink's JobManager
   * @param taskmanager Flink's TaskManagers, by number, the first one's first
   * @param facade the REST facade
   */
  public record Pids(
      long zookeeper, long broker, long jobmanager, List<Long> taskmanager, long facade) {

    /** Copies the list. */
    public Pids {
      taskmanager = List.copyOf(taskmanager);
    }
  }

  static ClusterAddresses of(ClusterPorts ports, String apiKey, SortedMap<Part, Long> running) {
    Pids pids =
        new Pids(
            running.getOrDefault(Part.of(Role.ZOOKEEPER), 0L),
            running.getOrDefault(Part.of(Role.BROKER), 0L),
            running.getOrDefault(Part.of(Role.JOBMANAGER), 0L),
            IntStream.rangeClosed(1, taskManagers(running))
                .mapToObj(number -> running.getOrDefault(new Part(Role.TASKMANAGER, number), 0L))
                .toList(),
            running.getOrDefault(Part.of(Role.FACADE), 0L));
    return new ClusterAddresses(
        ports.restUrl(), ports.bootstrapServers(), ports.flinkUrl(), apiKey, pids.facade(), pids);
  }

  /** The highest number of one that runs. */
  private static int taskManagers(SortedMap<Part, Long> running) {
    return running.keySet().stream()
        .filter(part -> part.role() == Role.TASKMANAGER)
        .mapToInt(Part::number)
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
