package io.labelstream.vision;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Times the same weights in different engines on this machine, with an image in each of two
 * threads: what threads take from each other differs between engines, and a task is seldom alone.
 * More threads would take memory, and say no more.
 */
final class EngineTrial {

  private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

  private EngineTrial() {}

  static SpeedTrial of(List<SharedModel> models) {
    List<ModelRunner> runners = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Runnable> ways = new ArrayList<>();
      for (SharedModel model : models) {
        List<Runnable> runs = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          ModelRunner runner = model.newRunner();
          runners.add(runner);
          ImageTensor image = noise(model.manifest().input().size());
          runs.add(() -> runner.run(image));
        }
        ways.add(() -> runAtOnce(runs, threads));
      }
      return SpeedTrial.of(ways, System::nanoTime);
    } finally {
      threads.shutdown();
      runners.forEach(ModelRunner::close);
    }
  }

  private static void runAtOnce(List<Runnable> runs, ExecutorService threads) {
    CompletableFuture.allOf(
            runs.stream()
                .map(run -> CompletableFuture.runAsync(run, threads))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /**
   * For a log, such as {@code TensorFlow takes 51.2 ms for an image, ONNX Runtime 43.0 ms, 2 at a
   * time}.
   */
  static String describe(SpeedTrial trial, List<SharedModel> models) {
    return IntStream.range(0, models.size())
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    i == 0 ? "%s takes %.1f ms for an image" : "%s %.1f ms",
                    models.get(i).manifest().engine().title(),
                    trial.medianNanos().get(i) / 1e6))
        .collect(Collectors.joining(", ", "", ", " + THREADS + " at a time"));
  }

  /** Values as photographs have them, so that no kernel meets zeros only. */
  private static ImageTensor noise(int size) {
    ImageTensor tensor = new ImageTensor(size);
    FloatBuffer values = tensor.floats();
    Random random = new Random(1);
    while (values.hasRemaining()) {
      values.put(random.nextInt(256) - 128f);
    }
    return tensor;
  }
}
