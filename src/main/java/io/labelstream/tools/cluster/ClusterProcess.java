package io.labelstream.tools.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One process of the cluster.
 *
 * @param role its role
 * @param number counts the TaskManagers from 1 on; 1 for all others
 */
public record ClusterProcess(ProcessRole role, int number) implements Comparable<ClusterProcess> {

  public ClusterProcess {
    if (number < 1 || (number > 1 && role != ProcessRole.TASKMANAGER)) {
      throw new IllegalArgumentException("there is no " + role + " " + number);
    }
  }

  /** The only process of a role. */
  static ClusterProcess of(ProcessRole role) {
    return new ClusterProcess(role, 1);
  }

  /** The processes of a cluster with a number of TaskManagers. */
  static List<ClusterProcess> all(int taskManagers) {
    List<ClusterProcess> parts = new ArrayList<>();
    for (ProcessRole role : ProcessRole.values()) {
      for (int number = 1;
          number <= (role == ProcessRole.TASKMANAGER ? taskManagers : 1);
          number++) {
        parts.add(new ClusterProcess(role, number));
      }
    }
    return parts;
  }

  /** Reads what {@link #toString} returns. */
  static ClusterProcess parse(String name) {
    int dash = name.indexOf('-');
    return dash < 0
        ? of(ProcessRole.valueOf(name.toUpperCase(Locale.ROOT)))
        : new ClusterProcess(
            ProcessRole.valueOf(name.substring(0, dash).toUpperCase(Locale.ROOT)),
            Integer.parseInt(name.substring(dash + 1)));
  }

  /** Processes are ordered as they are started. */
  @Override
  public int compareTo(ClusterProcess other) {
    return Comparator.comparing(ClusterProcess::role)
        .thenComparing(ClusterProcess::number)
        .compare(this, other);
  }

  /** Returns the name of its files, such as {@code taskmanager-2} or {@code broker}. */
  @Override
  public String toString() {
    return role == ProcessRole.TASKMANAGER ? role + "-" + number : role.toString();
  }
}
