package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.wire.IdentifyResponse;
import io.labelstream.wire.LabelOptions;
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

class TensorFlowClassifierIT {

  private static final Path MODEL = Path.of(System.getProperty("labelstream.model", ""));
  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");

  private final ClassifierFactory classifiers = new TensorFlowClassifierFactory(MODEL.toString());

  @ParameterizedTest
  @CsvSource({
    "chelsea.png, Egyptian Cat, 0.772",
    "coffee.png, Espresso, 0.993",
    "rocket.jpg, Drilling Platform, 0.662"
  })
  void knowsThePhotographsThatWeShip(String name, String label, float score) throws Exception {
    try (Classifier classifier = classifiers.open()) {
      IdentifyResponse response =
          new TopLabels(classifier.manifest().labels())
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
      for (float probability : probabilities(classifier, "rocket.jpg")) {
        assertThat(probability).isBetween(0f, 1f);
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, within(1e-4f));
    }
  }

  @Test
  void predictsTheSameFromManyTasksAtOnce() throws Exception {
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
  void refusesAModelThatIsNotTheOneOfItsManifest(@TempDir Path copy) throws IOException {
    for (String name : new String[] {"manifest.json", ModelManifest.SAVED_MODEL}) {
      Files.copy(MODEL.resolve(name), copy.resolve(name));
    }
    try (RandomAccessFile file =
        new RandomAccessFile(copy.resolve(ModelManifest.SAVED_MODEL).toFile(), "rw")) {
      file.seek(50_000_000);
      int changed = file.read() ^ 1;
      file.seek(50_000_000);
      file.write(changed);
    }
    assertThatThrownBy(() -> new TensorFlowClassifierFactory(copy.toString()).open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("but its manifest says");
  }

  private static float[] probabilities(Classifier classifier, String name) throws Exception {
    ModelManifest model = classifier.manifest();
    ImageTensor tensor = new ImageTensor(model.input().size());
    new ImageDecoder(model.input(), ImageLimits.DEFAULT)
        .decode(Files.readAllBytes(PHOTOGRAPHS.resolve(name)), tensor);
    return classifier.probabilities(tensor);
  }
}
