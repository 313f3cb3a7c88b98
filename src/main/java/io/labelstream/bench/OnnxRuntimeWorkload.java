package io.labelstream.bench;

import ai.onnxruntime.OrtException;
import io.labelstream.vision.ImageTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Images per second in ONNX Runtime, one image at a time in each of some threads. */
final class OnnxRuntimeWorkload implements Workload {

  private final String name;
  private final OnnxModel model;
  private final List<OnnxRunner> runners = new ArrayList<>();
  private final ExecutorService executor;

  /**
   * Loads a model.
   *
   * @param file in ONNX
   * @param threads how many images are worked on at once
   * @param threadsPerImage how many threads share the work on one image
   * @param image what is run, again and again
   */
  OnnxRuntimeWorkload(String name, Path file, int threads, int threadsPerImage, ImageTensor image)
      throws OrtException {
    this.name = name;
    model = OnnxModel.load(file, threadsPerImage);
    for (int i = 0; i < threads; i++) {
      OnnxRunner runner = model.newRunner();
      runner.image().put(image.floats());
      runners.add(runner);
    }
    executor = Executors.newFixedThreadPool(threads);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double perSecond(long nanos) throws Exception {
    List<Callable<Double>> loops = new ArrayList<>();
    runners.forEach(runner -> loops.add(() -> perSecond(runner, nanos)));
    double rate = 0;
    for (Future<Double> loop : executor.invokeAll(loops)) {
      rate += loop.get();
    }
    return rate;
  }

  private static double perSecond(OnnxRunner runner, long nanos) throws OrtException {
    long start = System.nanoTime();
    long elapsed;
    long images = 0;
    do {
      runner.run();
      images++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    return images * 1e9 / elapsed;
  }

  @Override
  public void close() {
    executor.shutdown();
    runners.forEach(OnnxRunner::close);
    model.close();
  }
}
