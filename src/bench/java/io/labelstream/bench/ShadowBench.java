package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.rollout.Role;
import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/**
 * How long answers of one task take while a shadow sees all of its records, beside the same load
 * without one. Broker and load come from this process and take their share of the same cores.
 *
 * @param model the compiled model's directory without its precision; it answers in fp32, and the
 *     shadow is the same in int8
 * @param photographs what is classified
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record ShadowBench(Path model, List<byte[]> photographs, int rounds, long sliceNanos)
    implements Benchmark {

  private static final double LOAD = 0.5;

  @Override
  public long steps() {
    return 2L * (rounds + 1);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, 1);
        NamedModels models = NamedModels.publish(model, directory, testbed.bootstrapServers())) {
      models.name(Role.PRIMARY, models.of(Precision.FP32));
      try (Pipeline pipeline = testbed.submitOurs("shadow", 1, models.settings(model));
          TopicClient client = pipeline.client(false)) {
        TopicLoop loop = new TopicLoop("shadow", client, photographs);
        new WarmUp(testbed.flink()).run(loop::perSecond);
        double rate = LOAD * loop.perSecond(10_000_000_000L);
        return measure(new OpenLoop(client, photographs, loop.sent()), models, rate, eachDone);
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  private Report measure(OpenLoop open, NamedModels models, double rate, Runnable eachDone)
      throws Exception {
    int count = (int) Math.max(20, rate * sliceNanos / 1e9);
    List<double[]> alone = new ArrayList<>();
    List<double[]> beside = new ArrayList<>();
    // The first round warms up.
    for (int round = 0; round <= rounds; round++) {
      double[] without = open.run(rate, count);
      eachDone.run();
      models.use(Role.SHADOW, models.of(Precision.INT8));
      double[] with = open.run(rate, count);
      models.withdraw(Role.SHADOW);
      eachDone.run();
      if (round > 0) {
        alone.add(without);
        beside.add(with);
      }
    }
    return new Report.Builder()
        .ratio(
            "median_with_shadow_over_without",
            Ratio.of(OpenLoop.percentiles(beside, 0.5), OpenLoop.percentiles(alone, 0.5)))
        .table(
            number(
                "Answer times of one task in fp32 at %.1f records per second, half its largest"
                    + " rate, evenly spaced; medians of the rounds",
                rate),
            List.of("shadow", "p50", "p95", "p99"),
            List.of(row("none", alone), row("int8, all records", beside)))
        .build();
  }

  private static List<String> row(String name, List<double[]> rounds) {
    return List.of(
        name, percentile(rounds, 0.5), percentile(rounds, 0.95), percentile(rounds, 0.99));
  }

  private static String percentile(List<double[]> rounds, double share) {
    return ReportTable.percentile("%.1f ms", rounds, share);
  }
}
