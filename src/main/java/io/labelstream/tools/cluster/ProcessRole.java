package io.labelstream.tools.cluster;

import java.util.Locale;

public enum ProcessRole {
  /** Elects the JobManager and remembers which jobs it has. */
  ZOOKEEPER,
  /** Kafka, broker and controller in one. */
  BROKER,
  JOBMANAGER,
  /** A TaskManager of Flink's; a cluster may have several. */
  TASKMANAGER,
  FACADE;

  /** Returns the name in commands, files and logs. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
