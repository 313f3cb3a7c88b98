package io.labelstream.tools.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.image.ImageLimits;
import io.labelstream.tools.compiler.ClassifierBody;
import io.labelstream.tools.compiler.DenseHead;
import io.labelstream.tools.compiler.FeatureExtractor;
import io.labelstream.tools.compiler.ImportOptions;
import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.ModelImporter;
import io.labelstream.tools.compiler.Preprocessing;
import io.labelstream.tools.tuning.LabelledPhotographs.Labelled;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelRunner;
import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with the real ResNet50, from photographs to a model that knows others of them. */
class FineTuningIT {

  @TempDir private Path folder;

  @Test
  void theImportedModelIsTheBodyWithItsNewHead() throws Exception {
    new ExamplePhotographs(Path.of("deploy/photographs")).write(folder);
    LabelledPhotographs known = LabelledPhotographs.in(folder.resolve("known"));
    LabelledPhotographs unknown = LabelledPhotographs.in(folder.resolve("new"));
    int classes = known.labels().size();
    ClassifierBody body = ClassifierBody.read(Path.of("models/resnet50"));
    List<float[]> seen = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    try (FeatureExtractor extractor = body.extractor()) {
      for (Labelled each : known.photographs()) {
        seen.add(extractor.features(each.file()));
      }
      for (Labelled each : unknown.photographs()) {
        features.add(extractor.features(each.file()));
      }
    }
    assertThat(features.get(0)).hasSize(2048);
    DenseHead head =
        LogisticRegression.train(
            seen, known.photographs().stream().map(Labelled::label).toList(), classes);
    Path file = folder.resolve("pieces.keras");
    body.write(file, "predictions", head);

    for (Engine engine : Engine.values()) {
      ModelCompiler.Result imported = imported(file, known.labels(), engine);
      InputSpec input = imported.manifest().input();
      assertThat(imported.manifest().labels().get(2)).isEqualTo("Espresso");
      ImageDecoder decoder = new ImageDecoder(input, ImageLimits.DEFAULT);
      ImageTensor tensor = new ImageTensor(input.size());
      int right = 0;
      try (LoadedModel model =
              LoadedModel.load(engine, imported.directory(), input.size(), classes);
          ModelRunner runner = model.newRunner()) {
        for (int i = 0; i < features.size(); i++) {
          Labelled photograph = unknown.photographs().get(i);
          decoder.decode(Files.readAllBytes(photograph.file()), tensor);
          float[] probabilities = runner.run(tensor);
          assertThat(probabilities)
              .as("%s in %s", photograph.file(), engine)
              .containsExactly(softmax(head, features.get(i)), within(1e-4f));
          right += largest(probabilities) == photograph.label() ? 1 : 0;
        }
      }
      assertThat(right).as("of %d in %s", features.size(), engine).isGreaterThanOrEqualTo(98);
    }
  }

  private ModelCompiler.Result imported(Path file, List<String> names, Engine engine)
      throws Exception {
    Path labels = Files.write(folder.resolve("pieces.txt"), names);
    ImportOptions options =
        new ImportOptions(
            "pieces",
            Optional.of(labels),
            Optional.of(Preprocessing.CAFFE),
            Optional.empty(),
            OptionalInt.empty());
    return ModelImporter.read(file, options)
        .compile(Precision.FP32, engine, folder.resolve("models"));
  }

  private static float[] softmax(DenseHead head, float[] features) {
    double[] powers = new double[head.classes()];
    double sum = 0;
    for (int c = 0; c < powers.length; c++) {
      double logit = head.bias()[c];
      for (int f = 0; f < features.length; f++) {
        logit += (double) features[f] * head.kernel()[f * powers.length + c];
      }
      powers[c] = Math.exp(logit);
      sum += powers[c];
    }
    float[] probabilities = new float[powers.length];
    for (int c = 0; c < powers.length; c++) {
      probabilities[c] = (float) (powers[c] / sum);
    }
    return probabilities;
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
