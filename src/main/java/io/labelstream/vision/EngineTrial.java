package io.labelstream.vision;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Times the same weights in different engines on this machine, in one thread, as a task runs. */
final class EngineTrial {

  private EngineTrial() {}

  static SpeedTrial of(List<SharedModel> models) {
    List<ModelRunner> runners = new ArrayList<>();
    try {
      List<Runnable> runs = new ArrayList<>();
      for (SharedModel model : models) {
        ModelRunner runner = model.newRunner();
        runners.add(runner);
        ImageTensor image = noise(model.manifest().input().size());
        runs.add(() -> runner.run(image));
      }
      return SpeedTrial.of(runs, System::nanoTime);
    } finally {
      runners.forEach(ModelRunner::close);
    }
  }

  /** For a log, such as {@code TensorFlow takes 51.2 ms for an image, ONNX Runtime 43.0 ms}. */
  static String describe(SpeedTrial trial, List<SharedModel> models) {
    return IntStream.range(0, models.size())
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    i == 0 ? "%s takes %.1f ms for an image" : "%s %.1f ms",
                    models.get(i).manifest().engine().title(),
                    trial.medianNanos().get(i) / 1e6))
        .collect(Collectors.joining(", "));
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
