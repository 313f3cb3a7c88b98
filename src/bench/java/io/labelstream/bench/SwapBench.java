package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.rollout.Role;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;

/**
 * How long answers take while the primary is changed between fp32 and int8 and once to a broken
 * model, beside the same load without changes. Broker and load come from this process and take
 * their share of the same cores.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what is classified
 * @param tasks how many the job has
 * @param rounds how often each takes its turn
 * @param sliceNanos how long the model alone works in a round
 */
record SwapBench(Path model, List<byte[]> photographs, int tasks, int rounds, long sliceNanos)
    implements Benchmark {

  /** Of the rate of fp32, the slower one. */
  private static final double LOAD = 0.8;

  private static final int RECORDS = 1000;
  private static final int SWAPS = 10;

  @Override
  public long steps() {
    return 3L * rounds;
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, tasks);
        NamedModels models = NamedModels.publish(model, directory, testbed.bootstrapServers())) {
      models.name(Role.PRIMARY, models.of(Precision.FP32));
      try (Pipeline pipeline = testbed.submitOurs("swap", tasks, models.settings(model));
          TopicClient client = pipeline.client(false)) {
        TopicLoop loop = new TopicLoop("swap", client, photographs);
        new WarmUp(testbed.flink()).run(loop::perSecond);
        double maximum = loop.perSecond(10_000_000_000L);
        return measure(
            new OpenLoop(client, photographs, loop.sent()), models, maximum * LOAD, eachDone);
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  private Report measure(OpenLoop open, NamedModels models, double rate, Runnable eachDone)
      throws Exception {
    List<Double> inferences = new ArrayList<>();
    List<double[]> still = new ArrayList<>();
    List<double[]> changing = new ArrayList<>();
    try (Workload inference =
        TensorFlowLoop.ofModel("inference", ModelBench.directory(model, Precision.FP32), 1, 1, 1)) {
      for (int round = 0; round < rounds; round++) {
        inferences.add(1 / inference.perSecond(sliceNanos));
        eachDone.run();
        still.add(open.run(rate, RECORDS));
        eachDone.run();
        changing.add(whileChanging(open, models, rate));
        eachDone.run();
      }
    }
    List<Double> allowed = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      allowed.add(OpenLoop.percentile(still.get(round), 0.99) + inferences.get(round));
    }
    return new Report.Builder()
        .ratio(
            "slowest_while_changing_over_p99_plus_inference",
            Ratio.of(OpenLoop.percentiles(changing, 1), allowed))
        .ratio(
            "slowest_without_over_p99_plus_inference",
            Ratio.of(OpenLoop.percentiles(still, 1), allowed))
        .table(
            number(
                "Answer times at %.1f records per second, 80 %% of the largest rate in fp32, evenly"
                    + " spaced; medians of the rounds",
                rate),
            List.of("primary", "records", "p50", "p99", "slowest", "÷ inference"),
            List.of(
                row("fp32", still, inferences),
                row("changed " + SWAPS + " times", changing, inferences)))
        .build();
  }

  /** Returns how long each record took to be answered, until the last change was made. */
  private static double[] whileChanging(OpenLoop open, NamedModels models, double rate)
      throws Exception {
    ExecutorService changer = Executors.newSingleThreadExecutor();
    try {
      Future<?> changes = changer.submit(() -> change(models, (long) (RECORDS / rate * 1e9)));
      double[] seconds = open.runWhile(rate, sent -> sent < RECORDS || !changes.isDone());
      changes.get();
      return seconds;
    } finally {
      // Whatever has failed, the models are closed next.
      changer.shutdownNow();
      var unused = changer.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Ends with the model that it began with; returns how often it was changed. */
  private static int change(NamedModels models, long nanos)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (int swap = 0; swap < SWAPS; swap++) {
      OpenLoop.sleepUntil(start + swap * (nanos / (SWAPS + 1)));
      if (swap == SWAPS / 2) {
        models.useBroken();
      }
      models.use(Role.PRIMARY, models.of(swap % 2 == 0 ? Precision.INT8 : Precision.FP32));
    }
    return SWAPS;
  }

  private static List<String> row(String name, List<double[]> rounds, List<Double> inferences) {
    return List.of(
        name,
        Integer.toString(rounds.stream().mapToInt(one -> one.length).sum()),
        percentile(rounds, 0.5),
        percentile(rounds, 0.99),
        percentile(rounds, 1),
        number("%.1f", Ratio.of(OpenLoop.percentiles(rounds, 1), inferences).median()));
  }

  private static String percentile(List<double[]> rounds, double share) {
    return ReportTable.percentile("%.0f ms", rounds, share);
  }
}
