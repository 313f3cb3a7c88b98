package io.labelstream.bench;

import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A TaskManager's resident memory while it classifies one photograph after the other. */
public final class MemoryBench {

  private static final int STEP = 2000;

  private MemoryBench() {}

  /** How many steps a run takes. */
  public static long steps(int count) {
    return ((long) count + STEP - 1) / STEP;
  }

  /**
   * Measures, with a task for each core.
   *
   * @param model the compiled model's directory without its precision
   * @param photographs what is classified
   * @param tasks how many tasks the TaskManager has
   * @param count how many are classified
   * @param eachDone called after each step
   */
  public static Report run(
      Path model,
      List<byte[]> photographs,
      Precision precision,
      int tasks,
      int count,
      Runnable eachDone)
      throws Exception {
    List<List<String>> rows = new ArrayList<>();
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Cluster cluster = Cluster.start(directory, tasks);
        Cluster.Pipeline pipeline = cluster.submitOurs("memory", model, precision, tasks);
        TopicClient client = pipeline.client(true)) {
      TopicLoop loop = new TopicLoop("pipeline", client, photographs);
      long first = 0;
      for (int done = 0; done < count; ) {
        int step = Math.min(STEP, count - done);
        loop.runThrough(step);
        done += step;
        long resident = cluster.flink().residentBytes();
        first = first == 0 ? resident : first;
        rows.add(
            List.of(
                String.format(Locale.ROOT, "%,d", done),
                String.format(Locale.ROOT, "%.3f GB", resident / 1e9),
                String.format(Locale.ROOT, "%.3f", resident / (double) first)));
        eachDone.run();
      }
    } finally {
      Temporary.delete(directory);
    }
    return new Report.Builder()
        .table(
            "Resident memory of a TaskManager, tasks: " + tasks + ", " + precision,
            List.of("photographs", "resident", "÷ the first"),
            rows)
        .build();
  }
}
