package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.rest.Facade;
import io.labelstream.rest.KeyFile;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.settings.Scope;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.store.KeyMode;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.io.file.PathUtils;

/**
 * What the way through the facade, Kafka and Flink adds to the model's own time: clients classify
 * images of which no two are equal, at 70 % of the rate that the job answers at most. Facade,
 * broker and clients are in this process and take their share of the same cores.
 *
 * @param model the compiled model's directory without its precision
 * @param photograph what is classified, a JPEG, made different for each call
 * @param rounds how often
 * @param sliceNanos how long the model is measured in a round
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record RestBench(Path model, byte[] photograph, int rounds, long sliceNanos) implements Benchmark {

  private static final int CALLS = 1000;
  private static final double LOAD = 0.7;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

  /** As large as a request that names an image, with its headers. */
  private static final byte[] REFERENCE = new byte[512];

  @Override
  public long steps() {
    return 3L * rounds + 1;
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    int tasks = Runtime.getRuntime().availableProcessors();
    Path directory = Files.createTempDirectory("labelstream-bench");
    Path images = Files.createDirectories(directory.resolve("images"));
    ExecutorService clients = Executors.newFixedThreadPool(SpacedCalls.CLIENTS);
    try (Testbed testbed = Testbed.start(directory, tasks);
        Pipeline pipeline =
            testbed.submitOurs("rest", model, PrecisionChoice.INT8, tasks, images.toUri());
        Workload inference =
            TensorFlowLoop.ofModel(
                "inference", ModelBench.directory(model, Precision.INT8), 1, 1, 1)) {
      WarmUp warmUp = new WarmUp(testbed.flink());
      double maximum;
      try (TopicClient direct = pipeline.client(true)) {
        TopicLoop loop = new TopicLoop("pipeline", direct, List.of(photograph));
        warmUp.run(loop::perSecond);
        maximum = loop.perSecond(sliceNanos);
      }
      eachDone.run();
      String key =
          new KeyFile(directory.resolve("keys.json"), Clock.systemUTC())
              .create("bench", KeyMode.LIVE, 10_000_000);
      try (Facade facade = Facade.start(settings(pipeline, directory, images))) {
        if (!facade.awaitReady(START_TIMEOUT)) {
          throw new IOException("no classification came back through the facade");
        }
        ClassifyClient client = new ClassifyClient("http://127.0.0.1:" + facade.port(), key);
        SpacedCalls calls = new SpacedCalls(client, photograph, clients);
        double rate = maximum * LOAD;
        warmUp.run(nanos -> calls.run((int) (rate * nanos / 1e9), rate));
        List<Double> models = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          models.add(1 / inference.perSecond(sliceNanos));
          eachDone.run();
          double[] seconds = calls.run(CALLS, rate);
          medians.add(OpenLoop.percentile(seconds, 0.5));
          tails.add(OpenLoop.percentile(seconds, 0.99));
          eachDone.run();
        }
        LoneCalls alone =
            alone(pipeline, calls, () -> new LoneClient(facade.port(), key), eachDone);
        return report(models, medians, tails, maximum, calls, alone);
      }
    } finally {
      clients.shutdownNow();
      PathUtils.deleteDirectory(directory);
    }
  }

  private interface Connections {
    LoneClient open() throws IOException;
  }

  /** One client that waits for each answer. */
  private LoneCalls alone(
      Pipeline pipeline, SpacedCalls spaced, Connections connections, Runnable eachDone)
      throws Exception {
    Iterator<String> uncounted = spaced.upload(LoneCalls.WARM_UP_CALLS).iterator();
    try (LoneClient client = connections.open()) {
      LoneCalls.warmUp(() -> client.classify(uncounted.next()));
    }
    try (ClassifyLoop loop = ClassifyLoop.open(model, Precision.INT8, List.of(photograph));
        WorkTimesReader workTimes = WorkTimesReader.of(pipeline);
        BareRelay relay = BareRelay.start(pipeline.bootstrapServers());
        TopicClient relayClient = relay.client()) {
      LoneRecords relayed = new LoneRecords(relayClient, List.of(REFERENCE), 0);
      LoneCalls.warmUp(relayed::send);
      LoneCalls calls = new LoneCalls(workTimes);
      for (int round = 0; round < rounds; round++) {
        Iterator<String> ids = spaced.upload(LoneCalls.CALLS).iterator();
        try (LoneClient client = connections.open()) {
          calls.round(() -> client.classify(ids.next()), loop::run, relayed::send);
        }
        eachDone.run();
      }
      return calls;
    }
  }

  private static Report report(
      List<Double> models,
      List<Double> medians,
      List<Double> tails,
      double maximum,
      SpacedCalls spaced,
      LoneCalls alone) {
    return new Report.Builder()
        .ratio("rest_median_over_inference", Ratio.of(medians, models))
        .ratio("rest_p99_over_inference", Ratio.of(tails, models))
        .ratio("lone_call_over_model", alone.ratio())
        .table(
            CALLS
                + " calls from "
                + SpacedCalls.CLIENTS
                + " clients at 70 % of the largest rate, each round",
            List.of(
                "calls/s", "model", "median", "median − model", "p99", "failures in all rounds"),
            List.of(
                List.of(
                    number("%.1f", maximum * LOAD),
                    millis(Ratio.median(models)),
                    millis(Ratio.median(medians)),
                    millis(Ratio.median(medians) - Ratio.median(models)),
                    millis(Ratio.median(tails)),
                    Integer.toString(spaced.failures()))))
        .table(
            "One call at a time, medians of the rounds",
            LoneCalls.COLUMNS,
            List.of(alone.row("through the facade")))
        .build();
  }

  private static Settings settings(Pipeline pipeline, Path directory, Path images) {
    return Settings.defaults(Scope.FACADE)
        .with(TopicSettings.BOOTSTRAP_SERVERS, pipeline.bootstrapServers())
        .with(TopicSettings.REQUESTS_TOPIC, pipeline.requests())
        .with(TopicSettings.RESULTS_TOPIC, pipeline.results())
        .with(ImageSettings.DATA, directory)
        .with(ImageSettings.IMAGES, Optional.of(images.toUri()))
        .with(ServerSettings.PORT, 0)
        .with(ServerSettings.MANAGEMENT_PORT, 0);
  }

  private static String millis(double seconds) {
    return number("%.1f ms", seconds * 1e3);
  }
}
