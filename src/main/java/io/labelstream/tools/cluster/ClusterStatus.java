package io.labelstream.tools.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * How a cluster is.
 *
 * @param parts those that have been started and not been stopped
 * @param jobs those that have not ended
 * @param ready whether the facade gets predictions
 * @param restUrl the facade
 * @param flinkUrl Flink's web UI
 */
public record ClusterStatus(
    List<PartStatus> parts, List<RunningJob> jobs, boolean ready, String restUrl, String flinkUrl) {

  /** Copies the lists. */
  public ClusterStatus {
    parts = List.copyOf(parts);
    jobs = List.copyOf(jobs);
  }

  /**
   * How a part is.
   *
   * @param part which one
   * @param pid its process, 0 if it does not run
   * @param log where it says what it does
   */
  public record PartStatus(Part part, long pid, Path log) {}

  /** Whether none of the parts has ended by itself. */
  public boolean complete() {
    return parts.stream().allMatch(part -> part.pid() != 0);
  }
}
