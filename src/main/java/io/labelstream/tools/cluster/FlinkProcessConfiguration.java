package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.LoopbackFlink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;

/** The configuration of Flink's processes on this machine, whatever they run. */
public final class FlinkProcessConfiguration {

  /**
   * The heap that a task of ours needs beside Flink's own, as the documentation gives it to
   * operators. When events of the largest size, 28 MB as JSON, follow one another, Kafka's client
   * was seen to hold three of them and Flink's reader four; the one that is decoded takes another
   * 68 MB.
   */
  private static final MemorySize TASK_HEAP = MemorySize.ofMebiBytes(288);

  /**
   * Flink has the heap begin at its largest size, all of which the collector comes to touch though
   * what lives in it is a tenth of that. This one grows when large events need it.
   */
  private static final String SMALL_HEAP_AT_FIRST = "-Xms64m";

  private static final MemorySize OFF_HEAP = MemorySize.ofMebiBytes(800);
  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(32);

  private FlinkProcessConfiguration() {}

  /**
   * The environment of a TaskManager beside what it inherits.
   *
   * @param slots how many tasks it takes
   */
  public static Map<String, String> taskManagerEnvironment(int slots) {
    return NativeAllocator.installed().environment(slots);
  }

  /** The heap for the tasks of a TaskManager. */
  public static MemorySize taskHeap(int slots) {
    return TASK_HEAP.multiply(slots);
  }

  /**
   * Configures a JobManager and TaskManagers on loopback, with the memory that the documentation
   * gives.
   *
   * @param restPort the port of Flink's REST API and web UI
   * @param slots how many tasks a TaskManager takes
   * @param temporary folder for their files
   * @param secret the file of the secret that lets a request change something, see {@link
   *     LoopbackFlink}
   */
  public static Configuration onLoopback(int restPort, int slots, Path temporary, Path secret)
      throws IOException {
    Configuration configuration = LoopbackFlink.configuration(restPort, secret);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    configuration.set(TaskManagerOptions.TASK_HEAP_MEMORY, taskHeap(slots));
    configuration.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, OFF_HEAP);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    configuration.set(CoreOptions.FLINK_TM_JVM_OPTIONS, SMALL_HEAP_AT_FIRST);
    configuration.set(CoreOptions.TMP_DIRS, temporary.toString());
    return configuration;
  }
}
