package io.labelstream.tools.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * The state of a cluster.
 *
 * @param parts the processes that have been started and not been stopped
 * @param jobs the jobs that have not ended
 * @param ready whether the facade gets answers
 * @param restUrl the facade's URL
 * @param flinkUrl the URL of Flink's web UI
 */
public record ClusterStatus(
    List<ProcessStatus> parts,
    List<RunningJob> jobs,
    boolean ready,
    String restUrl,
    String flinkUrl) {

  public ClusterStatus {
    parts = List.copyOf(parts);
    jobs = List.copyOf(jobs);
  }

  /**
   * The state of a process.
   *
   * @param part the process
   * @param pid its id, 0 if it does not run
   * @param log its log file
   */
  public record ProcessStatus(ClusterProcess part, long pid, Path log) {}

  /** Whether no process has ended by itself. */
  public boolean complete() {
    return parts.stream().allMatch(part -> part.pid() != 0);
  }
}
