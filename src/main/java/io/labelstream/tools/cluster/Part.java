package io.labelstream.tools.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One process of the cluster.
 *
 * @param role what it does
 * @param number from 1 on; 1 where there is one of the role
 */
public record Part(Role role, int number) implements Comparable<Part> {

  /** Checks the number. */
  public Part {
    if (number < 1 || (number > 1 && role != Role.TASKMANAGER)) {
      throw new IllegalArgumentException("there is no " + role + " " + number);
    }
  }

  /** The only one of its role. */
  static Part of(Role role) {
    return new Part(role, 1);
  }

  /** Those of a cluster with a number of TaskManagers. */
  static List<Part> all(int taskManagers) {
    List<Part> parts = new ArrayList<>();
    for (Role role : Role.values()) {
      for (int number = 1; number <= (role == Role.TASKMANAGER ? taskManagers : 1); number++) {
        parts.add(new Part(role, number));
      }
    }
    return parts;
  }

  /** What {@link #toString} says, read again. */
  static Part parse(String name) {
    int dash = name.indexOf('-');
    return dash < 0
        ? of(Role.valueOf(name.toUpperCase(Locale.ROOT)))
        : new Part(
            Role.valueOf(name.substring(0, dash).toUpperCase(Locale.ROOT)),
            Integer.parseInt(name.substring(dash + 1)));
  }

  /** In the order in which they are started. */
  @Override
  public int compareTo(Part other) {
    return Comparator.comparing(Part::role).thenComparing(Part::number).compare(this, other);
  }

  /** As its files are called: {@code taskmanager-2}, {@code broker}. */
  @Override
  public String toString() {
    return role == Role.TASKMANAGER ? role + "-" + number : role.toString();
  }
}
