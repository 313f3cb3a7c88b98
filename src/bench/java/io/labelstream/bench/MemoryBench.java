package io.labelstream.bench;

import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.file.PathUtils;

/**
 * A TaskManager's resident memory while it classifies one photograph after the other.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what is classified
 * @param tasks how many tasks the TaskManager has
 * @param count how many photographs are classified
 */
record MemoryBench(Path model, List<byte[]> photographs, Precision precision, int tasks, int count)
    implements Benchmark {

  private static final int STEP = 2000;

  @Override
  public long steps() {
    return ((long) count + STEP - 1) / STEP;
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, tasks);
        Pipeline pipeline = testbed.submitOurs("memory", model, precision.choice(), tasks);
        TopicClient client = pipeline.client(true)) {
      TopicLoop loop = new TopicLoop("pipeline", client, photographs);
      long first = 0;
      for (int done = 0; done < count; ) {
        int step = Math.min(STEP, count - done);
        loop.runThrough(step);
        done += step;
        long resident = testbed.flink().residentBytes();
        first = first == 0 ? resident : first;
        rows.add(
            List.of(
                String.format(Locale.ROOT, "%,d", done),
                String.format(Locale.ROOT, "%.3f GB", resident / 1e9),
                String.format(Locale.ROOT, "%.3f", resident / (double) first),
                Long.toString(testbed.flink().threads())));
        eachDone.run();
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
    return new Report.Builder()
        .table(
            "Resident memory of a TaskManager, tasks: " + tasks + ", " + precision,
            List.of("photographs", "resident", "÷ the first", "threads"),
            rows)
        .build();
  }
}
