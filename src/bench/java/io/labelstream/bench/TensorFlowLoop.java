package io.labelstream.bench;

import com.sun.jna.NativeLibrary;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.ModelRunner;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A model alone, on inputs that are ready. */
final class TensorFlowLoop {

  /** Where DJL looks when it makes a session. */
  private static final String THREADS = "ai.djl.tensorflow.num_intraop_threads";

  private TensorFlowLoop() {}

  /**
   * A compiled model in photographs per second.
   *
   * @param tasks how many runs go on at a time
   * @param threads how many threads each run uses
   * @param batch photographs per run
   */
  static Workload ofModel(String name, Path directory, int tasks, int threads, int batch)
      throws IOException {
    ModelManifest manifest = ModelManifest.read(directory);
    int size = manifest.input().size();
    LoadedModel model = load(directory, size, manifest.labels().size(), threads);
    return of(name, model, batch, () -> noise(batch, size), tasks);
  }

  /**
   * A model without a manifest.
   *
   * @param units what one run counts as
   */
  static Workload ofGraph(String name, Path directory, int tasks, int threads, double units)
      throws IOException {
    LoadedModel model = load(directory, 1, 1, threads);
    return of(name, model, units, () -> new ImageTensor(1), tasks);
  }

  private interface Inputs {
    ImageTensor next();
  }

  private static Workload of(
      String name, LoadedModel model, double units, Inputs inputs, int tasks) {
    List<ParallelLoop.Step> steps = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      steps.add(new Step(model.newRunner(), inputs.next()));
    }
    return new ParallelLoop(name, units, steps, model::close);
  }

  /** An image as a compiled model takes it, of random values. */
  static ImageTensor noise(Path directory) throws IOException {
    return noise(1, ModelManifest.read(directory).input().size());
  }

  private record Step(ModelRunner runner, ImageTensor input) implements ParallelLoop.Step {

    @Override
    public void run() {
      runner.run(input);
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  private static LoadedModel load(Path directory, int size, int outputs, int threads)
      throws IOException {
    // Or the first model's number of threads would count for all. For a measurement only: each
    // session that is closed leaves some of its threads' memory behind.
    NativeLibrary.getProcess()
        .getFunction("setenv")
        .invokeInt(new Object[] {"TF_OVERRIDE_GLOBAL_THREADPOOL", "1", 1});
    String before = System.getProperty(THREADS);
    System.setProperty(THREADS, Integer.toString(threads));
    try {
      return LoadedModel.load(Engine.TENSORFLOW, directory, size, outputs);
    } finally {
      if (before == null) {
        System.clearProperty(THREADS);
      } else {
        System.setProperty(THREADS, before);
      }
    }
  }

  /** Values as photographs have them, so that no kernel meets zeros only. */
  private static ImageTensor noise(int batch, int size) {
    ImageTensor tensor = new ImageTensor(batch, size);
    FloatBuffer values = tensor.floats();
    Random random = new Random(1);
    while (values.hasRemaining()) {
      values.put(random.nextInt(256) - 128f);
    }
    return tensor;
  }
}
