package io.labelstream.bench;

import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.ModelChoice;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.file.PathUtils;
import org.apache.flink.configuration.MemorySize;

/**
 * Others at the same work on the same cores: ONNX Runtime with the same weights, and the benchmark
 * Crayfish, which sends pixels as text and runs ONNX Runtime within Flink.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what our job classifies
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record PeersBench(Path model, List<byte[]> photographs, int rounds, long sliceNanos)
    implements Benchmark {

  /** Crayfish's records are boxed numbers, so its tasks need far more than ours. */
  private static final MemorySize CRAYFISH_HEAP = MemorySize.ofMebiBytes(4096);

  private static final long WARM_UP_NANOS = 20_000_000_000L;
  private static final int CRAYFISH_RECORDS = 8;

  @Override
  public long steps() {
    int splits = splits().size();
    return Rounds.slices((2 * splits + 1) * Precision.values().length, rounds)
        + Rounds.slices(3, rounds);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    Report.Builder report = new Report.Builder();
    Path directory = Files.createTempDirectory("labelstream-bench");
    try {
      runtimes(report, eachDone);
      crayfish(report, directory, eachDone);
    } finally {
      PathUtils.deleteDirectory(directory);
    }
    return report.build();
  }

  private void runtimes(Report.Builder report, Runnable eachDone) throws Exception {
    List<Workload> workloads = new ArrayList<>();
    try {
      for (Precision precision : Precision.values()) {
        Path directory = ModelBench.directory(model, precision);
        ImageTensor image = TensorFlowLoop.noise(directory);
        for (int[] split : splits()) {
          workloads.add(
              TensorFlowLoop.ofModel(
                  name("TensorFlow", precision, split), directory, split[0], split[1], 1));
          workloads.add(
              OnnxRuntimeLoop.of(
                  name("ONNX Runtime", precision, split),
                  onnx(precision),
                  split[0],
                  split[1],
                  image));
        }
        workloads.add(
            ClassifierLoop.of(shipped(precision), model, precision, splits().get(0)[0], image));
      }
      Rounds rates = Rounds.run(workloads, rounds, sliceNanos, eachDone);
      List<List<String>> rows = new ArrayList<>();
      for (Precision precision : Precision.values()) {
        String suffix = precision == Precision.FP32 ? "" : "_" + precision;
        List<Double> peer = rates.bestOf(names("ONNX Runtime", precision));
        report.ratio(
            precision + "_over_onnxruntime" + suffix,
            Ratio.of(rates.bestOf(names("TensorFlow", precision)), peer));
        report.ratio(
            "best_over_onnxruntime" + suffix, Ratio.of(rates.of(shipped(precision)), peer));
      }
      for (Workload workload : workloads) {
        rows.add(List.of(workload.name(), rate(rates, workload.name())));
      }
      report.table(
          "The same weights: tasks × threads of each, medians of this run",
          List.of("runtime", "photographs/s"),
          rows);
    } finally {
      workloads.forEach(Workload::close);
    }
  }

  private void crayfish(Report.Builder report, Path directory, Runnable eachDone) throws Exception {
    int tasks = Runtime.getRuntime().availableProcessors();
    Path onnx = onnx(Precision.FP32);
    try (Testbed testbed = Testbed.start(directory, 2 * tasks, CRAYFISH_HEAP);
        Pipeline ours = testbed.submitOurs("ours", model, PrecisionChoice.AUTO, tasks);
        Pipeline theirs = testbed.submitCrayfish(CrayfishJob.MAX_RECORD_BYTES, onnx, tasks);
        TopicClient ourClient = ours.client(true);
        TopicClient theirClient = theirs.client(true);
        Workload bareLoop =
            ClassifyLoop.of(
                "Labelstream's decoder and model in a bare loop, int8",
                model,
                Precision.INT8,
                tasks,
                photographs)) {
      int size = ModelManifest.read(ModelBench.directory(model, Precision.FP32)).input().size();
      TopicLoop photographLoop =
          new TopicLoop("Labelstream as it ships, photographs", ourClient, photographs);
      TopicLoop pixelLoop =
          new TopicLoop(
              "Crayfish's setting, pixels as JSON",
              theirClient,
              CrayfishInput.values(CRAYFISH_RECORDS, size * size * ImageTensor.CHANNELS));
      photographLoop.warmUp(WARM_UP_NANOS);
      pixelLoop.warmUp(WARM_UP_NANOS);
      List<Workload> loops = List.of(photographLoop, pixelLoop, bareLoop);
      Rounds rates = Rounds.run(loops, rounds, sliceNanos, eachDone);
      report.ratio(
          "ours_over_crayfish",
          Ratio.of(rates.of(photographLoop.name()), rates.of(pixelLoop.name())));
      // No pipeline of ours can exceed this ratio on these cores.
      report.ratio(
          "loop_over_crayfish", Ratio.of(rates.of(bareLoop.name()), rates.of(pixelLoop.name())));
      report.table(
          "In Flink with " + tasks + " tasks each, medians of this run",
          List.of("job", "photographs/s"),
          loops.stream().map(loop -> List.of(loop.name(), rate(rates, loop.name()))).toList());
    }
  }

  private Path onnx(Precision precision) throws IOException {
    return ModelChoice.of(model, precision.choice(), EngineChoice.ONNXRUNTIME)
        .get(0)
        .directory()
        .resolve("model.onnx");
  }

  private static String shipped(Precision precision) {
    return "Labelstream with engine auto, " + precision;
  }

  private static List<int[]> splits() {
    return ModelBench.splits(Runtime.getRuntime().availableProcessors());
  }

  private static List<String> names(String runtime, Precision precision) {
    return splits().stream().map(split -> name(runtime, precision, split)).toList();
  }

  private static String name(String runtime, Precision precision, int[] split) {
    return runtime + ", " + precision + ", " + split[0] + " × " + split[1];
  }

  private static String rate(Rounds rates, String name) {
    return String.format(Locale.ROOT, "%.1f", Ratio.median(rates.of(name)));
  }
}
