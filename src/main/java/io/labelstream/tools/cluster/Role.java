package io.labelstream.tools.cluster;

import java.util.Locale;

/** What a process of the cluster does. */
public enum Role {
  /** Elects the JobManager and remembers which jobs it has. */
  ZOOKEEPER,
  /** Kafka, broker and controller in one. */
  BROKER,
  /** Flink's JobManager. */
  JOBMANAGER,
  /** A TaskManager of Flink's, of which there are as many as are wanted. */
  TASKMANAGER,
  /** The REST facade. */
  FACADE;

  /** As it is written in commands, files and logs. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
