package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.image.ImageLimits;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelClassifierIT {

  private static final String MODEL = System.getProperty("labelstream.model", "");
  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");

  private static final List<String> PHOTOGRAPHS_OF_OURS =
      List.of("chelsea.png", "coffee.png", "tripod.png");
  private static final List<EngineChoice> ENGINES =
      List.of(EngineChoice.TENSORFLOW, EngineChoice.ONNXRUNTIME);

  private final ClassifierFactory classifiers =
      new ModelClassifierFactory(MODEL, PrecisionChoice.FP32, EngineChoice.TENSORFLOW);

  @ParameterizedTest
  @CsvSource({
    "chelsea.png, Egyptian Cat, 0.772",
    "coffee.png, Espresso, 0.993",
    "tripod.png, Tripod, 0.980"
  })
  void knowsThePhotographsThatWeShip(String name, String label, float score) throws Exception {
    try (Classifier classifier = classifiers.open()) {
      IdentifyResponse response =
          new LabelRanking(classifier.manifest().labels())
              .rank(probabilities(classifier, name), LabelOptions.DEFAULT);
      assertThat(response.mainLabel()).isEqualTo(label);
      // oneDNN picks its kernels by the processor, so the last digits differ between machines.
      assertThat(response.mainScore()).isCloseTo(score, within(0.02f));
      assertThat(response.secondaryLabels()).hasSize(4);
    }
  }

  @Test
  void givesProbabilities() throws Exception {
    try (Classifier classifier = classifiers.open()) {
      float sum = 0;
      for (float probability : probabilities(classifier, "tripod.png")) {
        assertThat(probability).isBetween(0f, 1f);
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, within(1e-4f));
    }
  }

  @Test
  void classifiesTheSameFromManyTasksAtOnce() throws Exception {
    float[] expected;
    try (Classifier classifier = classifiers.open()) {
      expected = probabilities(classifier, "coffee.png");
    }
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> results = new ArrayList<>();
      for (int task = 0; task < 8; task++) {
        results.add(
            tasks.submit(
                () -> {
                  try (Classifier classifier = classifiers.open()) {
                    return probabilities(classifier, "coffee.png");
                  }
                }));
      }
      for (Future<float[]> result : results) {
        assertThat(result.get()).containsExactly(expected, within(1e-5f));
      }
    } finally {
      tasks.shutdown();
    }
  }

  @Test
  void int8AgreesWithFp32OnThePhotographsThatWeShip() throws Exception {
    for (String name : PHOTOGRAPHS_OF_OURS) {
      float[] reference = probabilities(PrecisionChoice.FP32, EngineChoice.TENSORFLOW, name);
      for (EngineChoice engine : ENGINES) {
        float[] quantized = probabilities(PrecisionChoice.INT8, engine, name);
        assertThat(quantized).isNotEqualTo(reference);
        int best = indexOfLargest(reference);
        assertThat(indexOfLargest(quantized)).as("%s in %s", name, engine).isEqualTo(best);
        assertThat(quantized[best]).isCloseTo(reference[best], within(0.1f));
      }
    }
  }

  @Test
  void theEnginesAgreeInFp32OnThePhotographsThatWeShip() throws Exception {
    for (String name : PHOTOGRAPHS_OF_OURS) {
      float[] reference = probabilities(PrecisionChoice.FP32, EngineChoice.TENSORFLOW, name);
      float[] other = probabilities(PrecisionChoice.FP32, EngineChoice.ONNXRUNTIME, name);
      assertThat(other).as(name).containsExactly(reference, within(1e-3f));
      assertThat(indexOfLargest(other)).isEqualTo(indexOfLargest(reference));
    }
  }

  @Test
  void givesEachImageOfABatchWhatItGivesItAlone() throws Exception {
    for (PrecisionChoice precision : List.of(PrecisionChoice.FP32, PrecisionChoice.INT8)) {
      for (EngineChoice engine : ENGINES) {
        try (Classifier classifier = new ModelClassifierFactory(MODEL, precision, engine).open()) {
          int count = PHOTOGRAPHS_OF_OURS.size();
          int classes = classifier.manifest().labels().size();
          ImageTensor all = new ImageTensor(count, classifier.manifest().input().size());
          float[] expected = new float[count * classes];
          for (int i = 0; i < count; i++) {
            decode(classifier.manifest(), PHOTOGRAPHS_OF_OURS.get(i), all.images(i, 1));
            float[] alone = classifier.probabilities(all.images(i, 1));
            System.arraycopy(alone, 0, expected, i * classes, classes);
          }
          assertThat(classifier.probabilities(all))
              .as("%s in %s", precision, engine)
              .containsExactly(expected, within(1e-5f));
        }
      }
    }
  }

  /** Which of the two it is depends on the machine. */
  @Test
  void theEngineThatTheMachineChoosesIsTheSameForAllTasks() throws Exception {
    ClassifierFactory auto =
        new ModelClassifierFactory(MODEL, PrecisionChoice.FP32, EngineChoice.AUTO);
    try (Classifier first = auto.open();
        Classifier second = auto.open()) {
      assertThat(second.manifest()).isEqualTo(first.manifest());
      assertThat(probabilities(second, "coffee.png"))
          .containsExactly(
              probabilities(PrecisionChoice.FP32, EngineChoice.TENSORFLOW, "coffee.png"),
              within(1e-3f));
    }
  }

  @Test
  void refusesAModelThatIsNotTheOneOfItsManifest(@TempDir Path copy) throws IOException {
    Path original = Path.of(MODEL + "-int8");
    ModelManifest manifest = ModelManifest.read(original);
    manifest.write(copy);
    for (String name : manifest.files().keySet()) {
      Files.createDirectories(copy.resolve(name).getParent());
      Files.copy(original.resolve(name), copy.resolve(name));
    }
    Path weights = copy.resolve("variables/variables.data-00000-of-00001");
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(10_000_000);
      int changed = file.read() ^ 1;
      file.seek(10_000_000);
      file.write(changed);
    }
    assertThatThrownBy(
            () ->
                new ModelClassifierFactory(
                        copy.toString(), PrecisionChoice.AUTO, EngineChoice.TENSORFLOW)
                    .open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("but its manifest says");
  }

  private static int indexOfLargest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  private static float[] probabilities(PrecisionChoice precision, EngineChoice engine, String name)
      throws Exception {
    try (Classifier classifier = new ModelClassifierFactory(MODEL, precision, engine).open()) {
      return probabilities(classifier, name);
    }
  }

  private static float[] probabilities(Classifier classifier, String name) throws Exception {
    ModelManifest model = classifier.manifest();
    ImageTensor tensor = new ImageTensor(model.input().size());
    decode(model, name, tensor);
    return classifier.probabilities(tensor);
  }

  private static void decode(ModelManifest model, String name, ImageTensor target)
      throws Exception {
    new ImageDecoder(model.input(), ImageLimits.DEFAULT)
        .decode(Files.readAllBytes(PHOTOGRAPHS.resolve(name)), target);
  }
}
