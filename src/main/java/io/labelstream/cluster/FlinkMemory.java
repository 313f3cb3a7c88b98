package io.labelstream.cluster;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;

/** The memory of a TaskManager, as the README gives it to operators. */
public final class FlinkMemory {

  /** For tasks of ours, beside Flink's own heap. */
  public static final MemorySize TASK_HEAP = MemorySize.ofMebiBytes(192);

  private static final MemorySize OFF_HEAP = MemorySize.ofMebiBytes(800);
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(32);

  private FlinkMemory() {}

  /** Sets what a TaskManager of ours needs. */
  public static void put(Configuration configuration) {
    configuration.set(TaskManagerOptions.TASK_HEAP_MEMORY, TASK_HEAP);
    configuration.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, OFF_HEAP);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
  }
}
