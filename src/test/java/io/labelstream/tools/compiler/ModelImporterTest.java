package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.InputSpec.ChannelOrder;
import io.labelstream.vision.InputSpec.Resize;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports what Keras 3.15.1 saved; {@code keras-fixtures.py} made the files. */
class ModelImporterTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"classifier.keras", "classifier.h5"})
  void readsAFineTunedModelWithItsImage(String file) throws Exception {
    ModelCompiler compiler = ModelImporter.read(resource(file), options());
    ModelManifest manifest = compile(compiler, Engine.TENSORFLOW).manifest();
    assertThat(manifest.id()).matches("mine-fp32@[0-9a-f]{12}");
    assertThat(manifest.labels()).containsExactly("0", "1", "2");
    InputSpec input = manifest.input();
    assertThat(input.size()).isEqualTo(8);
    assertThat(input.resize()).isEqualTo(Resize.SQUASH);
    assertThat(input.channelOrder()).isEqualTo(ChannelOrder.RGB);
    assertThat(input.mean()).allSatisfy(mean -> assertThat(mean).isCloseTo(127.5f, within(1e-3f)));
    assertThat(input.divisor())
        .allSatisfy(divisor -> assertThat(divisor).isCloseTo(127.5f, within(1e-3f)));
    assertGivesWhatKerasGave(compiler, "classifier.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequence.keras", "sequence.h5"})
  void readsLayersInARowWithTheirOwnNormalisation(String file) throws Exception {
    ModelCompiler compiler = ModelImporter.read(resource(file), options());
    InputSpec input = compile(compiler, Engine.TENSORFLOW).manifest().input();
    assertThat(input.resize()).isEqualTo(Resize.CROP);
    assertThat(input.shorterSide()).isEqualTo(9);
    assertThat(input.divisor()).hasSize(3);
    assertGivesWhatKerasGave(compiler, "sequence.json");
  }

  @Test
  void givesTheSameGraphFromBothFiles() throws Exception {
    ModelCompiler archive = ModelImporter.read(resource("classifier.keras"), options());
    ModelCompiler hdf5 = ModelImporter.read(resource("classifier.h5"), options());
    assertThat(compile(hdf5, Engine.TENSORFLOW).manifest())
        .isEqualTo(compile(archive, Engine.TENSORFLOW).manifest());
  }

  @Test
  void importsWhatIsVendoredToTheVeryFilesOfTheCompiler(@TempDir Path weights) throws Exception {
    TinyModel.write(weights);
    ModelManifest vendored = compile(ModelCompiler.of(weights), Engine.TENSORFLOW).manifest();
    ImportOptions options =
        new ImportOptions(
            "tiny",
            Optional.of(weights.resolve("labels.json")),
            Optional.of(Preprocessing.RAW),
            Optional.empty(),
            OptionalInt.empty());
    assertThat(compile(ModelImporter.read(weights, options), Engine.TENSORFLOW).manifest())
        .isEqualTo(vendored);
  }

  @Test
  void cropsAsALayerOfTheModelDoes(@TempDir Path weights) throws Exception {
    TinyModel.write(weights, resizing("crop_to_aspect_ratio"));
    InputSpec input =
        compile(ModelImporter.read(weights, TinyModel.options()), Engine.TENSORFLOW)
            .manifest()
            .input();
    assertThat(input.resize()).isEqualTo(Resize.CROP);
    assertThat(input.shorterSide()).isEqualTo(input.size()).isEqualTo(2);
  }

  @Test
  void refusesToPadAnImage(@TempDir Path weights) throws Exception {
    TinyModel.write(weights, resizing("pad_to_aspect_ratio"));
    assertThatThrownBy(() -> ModelImporter.read(weights, TinyModel.options()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("layer resize pads the image to its aspect ratio, which is not supported");
  }

  @Test
  void leavesPreprocessingOfItsOwnToTheDecoder(@TempDir Path weights) throws Exception {
    TinyModel.write(weights);
    InputSpec told = input(weights, Optional.of(Preprocessing.CAFFE));
    assertThat(told.channelOrder()).isEqualTo(ChannelOrder.BGR);
    TinyModel.write(weights, preprocessed(REVERSED + CENTRED, "centred"));
    assertThat(input(weights, Optional.empty())).isEqualTo(told);
    TinyModel.write(
        weights,
        preprocessed(
            CENTRED
                    .replace("turned", "in")
                    .replace("-103.939, -116.779, -123.68", "-123.68, -116.779, -103.939")
                + REVERSED.replace("[\"in\"", "[\"centred\""),
            "turned"));
    assertThat(input(weights, Optional.empty())).isEqualTo(told);
  }

  /** What is done before the model is turned round by it. */
  @Test
  void turnsRoundWhatIsSaidOfItsChannels(@TempDir Path weights) throws Exception {
    TinyModel.write(weights, preprocessed(REVERSED, "turned"));
    InputSpec raw = input(weights, Optional.of(Preprocessing.RAW));
    assertThat(raw.channelOrder()).isEqualTo(ChannelOrder.BGR);
    InputSpec twice = input(weights, Optional.of(Preprocessing.CAFFE));
    assertThat(twice.channelOrder()).isEqualTo(ChannelOrder.RGB);
    assertThat(twice.mean()).containsExactly(123.68f, 116.779f, 103.939f);
  }

  private static final String REVERSED =
      """
      {"name": "turned", "class_name": "SlicingOpLambda",
       "config": {"function": "__operators__.getitem"},
       "inbound_nodes": [["in", 0, 0, {"slice_spec":
         [{"class_name": "__ellipsis__"}, {"start": null, "stop": null, "step": -1}]}]]},
      """;

  private static final String CENTRED =
      """
      {"name": "centred", "class_name": "TFOpLambda", "config": {"function": "nn.bias_add"},
       "inbound_nodes": [["turned", 0, 0,
         {"bias": [-103.939, -116.779, -123.68], "data_format": "NHWC"}]]},
      """;

  /** The tiny model behind functions that Keras 2 calls, of which the last one is read. */
  private static String preprocessed(String functions, String last) {
    String conv = "{\"name\": \"conv\"";
    return TinyModel.TOPOLOGY
        .replace("[[[\"in\", 0, 0, {}]]]", "[[[\"" + last + "\", 0, 0, {}]]]")
        .replace(conv, functions + conv);
  }

  private InputSpec input(Path weights, Optional<Preprocessing> preprocessing) throws IOException {
    ImportOptions options =
        new ImportOptions(
            "tiny", Optional.empty(), preprocessing, Optional.empty(), OptionalInt.empty());
    return compile(ModelImporter.read(weights, options), Engine.TENSORFLOW).manifest().input();
  }

  /** The tiny model with a layer that resizes its image. */
  private static String resizing(String option) {
    String conv = "{\"name\": \"conv\"";
    return TinyModel.TOPOLOGY
        .replace("[[[\"in\", 0, 0, {}]]]", "[[[\"resize\", 0, 0, {}]]]")
        .replace(
            conv,
            """
            {"name": "resize", "class_name": "Resizing", "inbound_nodes": [[["in", 0, 0, {}]]],
             "config": {"height": 2, "width": 2, "interpolation": "bilinear", "%s": true}},
            """
                    .formatted(option)
                + conv);
  }

  private void assertGivesWhatKerasGave(ModelCompiler compiler, String expectation)
      throws IOException {
    JsonNode expected;
    try (InputStream in = ModelImporterTest.class.getResourceAsStream(expectation)) {
      expected = JsonMapper.builder().build().readTree(in);
    }
    for (Engine engine : Engine.values()) {
      ModelCompiler.Result result = compile(compiler, engine);
      InputSpec input = result.manifest().input();
      float[] image = new float[expected.get("pixels").size()];
      for (int i = 0; i < image.length; i++) {
        float pixel = expected.get("pixels").get(i).floatValue();
        int channel = i % ImageTensor.CHANNELS;
        image[i] = (pixel - input.mean().get(channel)) / input.divisor().get(channel);
      }
      int labels = result.manifest().labels().size();
      float[] probabilities = GraphRun.run(engine, result.directory(), image, input.size(), labels);
      for (int i = 0; i < labels; i++) {
        assertThat(probabilities[i])
            .isCloseTo(expected.get("probabilities").get(i).floatValue(), within(1e-4f));
      }
    }
  }

  private ModelCompiler.Result compile(ModelCompiler compiler, Engine engine) throws IOException {
    return compiler.compile(Precision.FP32, engine, folder);
  }

  private static ImportOptions options() {
    return new ImportOptions(
        "mine", Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(ModelImporterTest.class.getResource(name), name).toURI());
  }

  @Nested
  class Refuses {

    @Test
    void aModelThatDoesNotSayHowItsImageIsNormalised() throws IOException {
      TinyModel.write(folder);
      assertFails(folder, options(), "--preprocess", "caffe, torch, tf, unit, raw");
    }

    @Test
    void aNormalisationBesideTheModelsOwn() throws Exception {
      ImportOptions options =
          new ImportOptions(
              "mine",
              Optional.empty(),
              Optional.of(Preprocessing.TF),
              Optional.empty(),
              OptionalInt.empty());
      assertFails(
          resource("classifier.keras"),
          options,
          "normalises its image itself, in layer rescaling",
          "--preprocess tf");
    }

    @Test
    void anotherSizeThanTheModels() throws Exception {
      ImportOptions options =
          new ImportOptions(
              "mine", Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.of(9));
      assertFails(resource("sequence.h5"), options, "8×8", "--size cannot be 9");
    }

    @Test
    void anotherResizeThanTheModels() throws Exception {
      ImportOptions options =
          new ImportOptions(
              "mine",
              Optional.empty(),
              Optional.empty(),
              Optional.of(Resize.CROP),
              OptionalInt.empty());
      assertFails(resource("classifier.h5"), options, "--resize crop");
    }

    @Test
    void anotherNumberOfLabels() throws Exception {
      Path labels = Files.write(folder.resolve("labels.txt"), List.of("cat", "dog"));
      ImportOptions options =
          new ImportOptions(
              "mine", Optional.of(labels), Optional.empty(), Optional.empty(), OptionalInt.empty());
      assertFails(resource("classifier.keras"), options, "output is [3]", "2 labels");
    }

    @Test
    void aFileThatIsNotThere() {
      assertFails(folder.resolve("model.keras"), options(), "model.keras is missing");
    }

    @Test
    void aFileOfAnotherKind() throws IOException {
      Path file = Files.writeString(folder.resolve("model.txt"), "layers");
      assertFails(file, options(), "is none of: a .keras file, a .h5 file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classifier.keras", "classifier.h5"})
    void aFileThatIsCut(String name) throws Exception {
      byte[] whole = Files.readAllBytes(resource(name));
      Path file = folder.resolve(name);
      Files.write(file, Arrays.copyOf(whole, whole.length / 3));
      assertFails(file, options(), "cannot be read");
    }

    @Test
    void int8OfWhatHasNoFormInEightBits() throws Exception {
      ModelCompiler compiler = ModelImporter.read(resource("classifier.keras"), options());
      assertThatThrownBy(() -> compiler.calibrate(List.of(), () -> {}))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("layer base/separated/depthwise cannot be computed in eight bits");
    }

    private void assertFails(Path source, ImportOptions options, String... parts) {
      assertThatThrownBy(() -> ModelImporter.read(source, options))
          .isInstanceOf(InvalidModelException.class)
          .message()
          .contains(parts)
          .doesNotContain("\n");
    }
  }
}
