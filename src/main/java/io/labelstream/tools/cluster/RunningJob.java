package io.labelstream.tools.cluster;

/**
 * A job in Flink.
 *
 * @param id Flink's id, 32 hexadecimal digits
 * @param state Flink's word for its state
 * @param tasks how many tasks it has
 * @param running how many of them run
 */
public record RunningJob(String id, String name, String state, int tasks, int running) {

  /** Whether all tasks run. */
  boolean runs() {
    return state.equals("RUNNING") && tasks > 0 && running == tasks;
  }
}
