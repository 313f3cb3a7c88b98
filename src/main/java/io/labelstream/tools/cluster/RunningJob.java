package io.labelstream.tools.cluster;

/**
 * A job that has not ended.
 *
 * @param id Flink's
 * @param name its name
 * @param state Flink's word for it
 * @param tasks how many tasks it has
 * @param running how many of them run
 */
public record RunningJob(String id, String name, String state, int tasks, int running) {

  /** Whether all of it works. */
  boolean runs() {
    return state.equals("RUNNING") && tasks > 0 && running == tasks;
  }
}
