package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.JobSettings.Optimization;
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
 * @param optimization what the job is optimised for
 * @param tasks how many tasks a TaskManager has, of one after the other
 * @param count how many photographs each classifies
 */
record MemoryBench(
    Path model,
    List<byte[]> photographs,
    Precision precision,
    Optimization optimization,
    List<Integer> tasks,
    int count)
    implements Benchmark {

  private static final int STEP = 2000;

  @Override
  public long steps() {
    return tasks.size() * (((long) count + STEP - 1) / STEP);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (int all : tasks) {
      measure(all, rows, eachDone);
    }
    return new Report.Builder()
        .table(
            "Resident memory of a TaskManager, " + precision,
            List.of("tasks", "photographs", "resident", "÷ the first", "threads"),
            rows)
        .build();
  }

  private void measure(int all, List<List<String>> rows, Runnable eachDone) throws Exception {
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, all);
        Pipeline pipeline =
            testbed.submitOurs(
                "memory",
                all,
                Testbed.ours(model, precision.choice())
                    .with(JobSettings.OPTIMIZE_FOR, optimization));
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
                Integer.toString(all),
                String.format(Locale.ROOT, "%,d", done),
                number("%.3f GB", resident / 1e9),
                number("%.3f", resident / (double) first),
                Long.toString(testbed.flink().threads())));
        eachDone.run();
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }
}
