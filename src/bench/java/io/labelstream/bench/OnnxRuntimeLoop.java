package io.labelstream.bench;

import ai.onnxruntime.OrtException;
import io.labelstream.vision.ImageTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images per second in ONNX Runtime, one image at a time in each of some threads. */
final class OnnxRuntimeLoop {

  private OnnxRuntimeLoop() {}

  /**
   * Loads a model.
   *
   * @param file in ONNX
   * @param tasks how many images are worked on at once
   * @param threads how many threads share the work on one image
   * @param image what is run, again and again
   */
  static Workload of(String name, Path file, int tasks, int threads, ImageTensor image)
      throws IOException, OrtException {
    OnnxModel model = OnnxModel.load(file, threads);
    List<ParallelLoop.Step> steps = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      OnnxRunner runner = model.newRunner();
      runner.image().put(image.floats());
      steps.add(new Step(runner));
    }
    return new ParallelLoop(name, 1, steps, model::close);
  }

  private record Step(OnnxRunner runner) implements ParallelLoop.Step {

    @Override
    public void run() throws OrtException {
      runner.run();
    }

    @Override
    public void close() {
      runner.close();
    }
  }
}
