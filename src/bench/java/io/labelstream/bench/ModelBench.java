package io.labelstream.bench;

import io.labelstream.settings.EngineChoice;
import io.labelstream.tools.compiler.MatrixMultiplication;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.vision.ModelChoice;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.file.PathUtils;

/**
 * The model alone: precision, tasks, threads and batch against each other and the processor.
 *
 * @param model the compiled model's directory without its precision
 * @param source the folder with the weights
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record ModelBench(Path model, Path source, int rounds, long sliceNanos) implements Benchmark {

  private static final int[] BATCHES = {4, 8};

  /** One way to run the model on all cores. */
  private record Setting(Precision precision, int tasks, int threads, int batch) {

    String name() {
      return String.format(Locale.ROOT, "%s, %d × %d, batch %d", precision, tasks, threads, batch);
    }
  }

  @Override
  public long steps() {
    int cores = Runtime.getRuntime().availableProcessors();
    return Rounds.slices(settings(cores).size() + splits(cores).size(), rounds);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    double perPhotograph = ModelCompiler.of(source).floatingPointOperations();
    List<Workload> workloads = new ArrayList<>();
    Path product = Files.createTempDirectory("labelstream-bench");
    try {
      MatrixMultiplication.write(product);
      double photographsPerProduct = MatrixMultiplication.FLOATING_POINT_OPERATIONS / perPhotograph;
      for (int[] split : splits(cores)) {
        workloads.add(
            TensorFlowLoop.ofGraph(
                productName(split), product, split[0], split[1], photographsPerProduct));
      }
      for (Setting setting : settings(cores)) {
        workloads.add(
            TensorFlowLoop.ofModel(
                setting.name(),
                directory(model, setting.precision()),
                setting.tasks(),
                setting.threads(),
                setting.batch()));
      }
      Rounds rates = Rounds.run(workloads, rounds, sliceNanos, eachDone);
      return report(rates, cores, perPhotograph);
    } finally {
      workloads.forEach(Workload::close);
      PathUtils.deleteDirectory(product);
    }
  }

  static Path directory(Path model, Precision precision) throws IOException {
    return ModelChoice.of(model, precision.choice(), EngineChoice.TENSORFLOW).get(0).directory();
  }

  private static Report report(Rounds rates, int cores, double perPhotograph) {
    List<Double> fp32 = rates.bestOf(names(cores, Precision.FP32, 1));
    List<Double> int8 = rates.bestOf(names(cores, Precision.INT8, 1));
    List<Double> peak = rates.bestOf(splits(cores).stream().map(ModelBench::productName).toList());
    List<List<String>> rows = new ArrayList<>();
    for (int[] split : splits(cores)) {
      rows.add(row(productName(split), rates, peak, perPhotograph));
    }
    for (Setting setting : settings(cores)) {
      rows.add(row(setting.name(), rates, peak, perPhotograph));
    }
    return new Report.Builder()
        .ratio("int8_over_fp32", Ratio.of(int8, fp32))
        .ratio("fp32_over_gemm_peak", Ratio.of(fp32, peak))
        .table(
            "The model alone: tasks × threads of each, medians of this run",
            List.of("setting", "photographs/s", "GFLOP/s", "of the product's peak"),
            rows)
        .build();
  }

  private static List<String> row(
      String name, Rounds rates, List<Double> peak, double perPhotograph) {
    double rate = Ratio.median(rates.of(name));
    return List.of(
        name,
        String.format(Locale.ROOT, "%.1f", rate),
        String.format(Locale.ROOT, "%.0f", rate * perPhotograph / 1e9),
        String.format(Locale.ROOT, "%.2f", Ratio.of(rates.of(name), peak).median()));
  }

  private static List<String> names(int cores, Precision precision, int batch) {
    return settings(cores).stream()
        .filter(setting -> setting.precision() == precision && setting.batch() == batch)
        .map(Setting::name)
        .toList();
  }

  private static List<Setting> settings(int cores) {
    List<Setting> settings = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      for (int[] split : splits(cores)) {
        settings.add(new Setting(precision, split[0], split[1], 1));
      }
      for (int batch : BATCHES) {
        settings.add(new Setting(precision, cores, 1, batch));
      }
    }
    return settings;
  }

  /** Tasks and threads of each: a task per core, or one task on all of them. */
  static List<int[]> splits(int cores) {
    return cores == 1
        ? List.of(new int[] {1, 1})
        : List.of(new int[] {cores, 1}, new int[] {1, cores});
  }

  private static String productName(int[] split) {
    return String.format(
        Locale.ROOT, "%d³ product, %d × %d", MatrixMultiplication.SIZE, split[0], split[1]);
  }
}
