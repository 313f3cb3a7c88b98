package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.KerasInput.Normalization;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.InputSpec.Resize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads a classifier that a user made with Keras, in any of the formats that Keras users have. */
public final class ModelImporter {

  /** ImageNet's evaluation cuts 224 pixels out of 256. */
  private static final double LEFT_BY_CROP = 224.0 / 256;

  private static final List<String> TOPOLOGIES =
      List.of("model.json", "model" + ScriptModule.SUFFIX);

  private ModelImporter() {}

  /**
   * Reads a model to compile.
   *
   * @param source a {@code .keras} file, a {@code .h5} file, or the folder or {@code model.json} of
   *     a layers model of TensorFlow.js
   * @throws InvalidModelException if a layer or tensor is unknown, missing or does not fit, or
   *     neither the file nor the options say how an image is prepared
   */
  public static ModelCompiler read(Path source, ImportOptions options) throws IOException {
    try (StoredModel stored = open(source)) {
      KerasInput input = KerasInput.of(stored.model(), stored.weights(), options.size());
      Network network = ClassifierOutput.of(KerasReader.read(input.model(), stored.weights()));
      List<String> labels =
          options.labels().isPresent()
              ? LabelNames.read(options.labels().get())
              : LabelNames.numbers(FloatOperation.size(network.output().shape()));
      SourceModel.checkOutput(network, labels);
      return new ModelCompiler(
          new SourceModel(
              source.toAbsolutePath().resolveSibling(""),
              options.name(),
              inputSpec(network.input(), input, options),
              network,
              labels));
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(e.getFile() + " is missing");
    }
  }

  private static StoredModel open(Path source) throws IOException {
    if (Files.isDirectory(source)) {
      for (String topology : TOPOLOGIES) {
        if (Files.exists(source.resolve(topology))) {
          return openTensorFlowJs(source, topology);
        }
      }
      throw new InvalidModelException(
          source + " has no model.json, so it is no layers model of TensorFlow.js");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(source)) {
      start = in.readNBytes(4);
    }
    if (Arrays.equals(start, new byte[] {'P', 'K', 3, 4})) {
      return KerasFile.readArchive(source);
    }
    if (Arrays.equals(start, new byte[] {(byte) 0x89, 'H', 'D', 'F'})) {
      return KerasFile.readHdf5(source);
    }
    if ((start.length > 0 && start[0] == '{') || source.toString().endsWith(ScriptModule.SUFFIX)) {
      return openTensorFlowJs(
          source.toAbsolutePath().resolveSibling(""), source.getFileName().toString());
    }
    throw new InvalidModelException(
        source + " is none of: a .keras file, a .h5 file, a folder of TensorFlow.js");
  }

  private static StoredModel openTensorFlowJs(Path directory, String topology) throws IOException {
    return TensorFlowJsModel.read(topology, name -> Files.readAllBytes(directory.resolve(name)));
  }

  private static InputSpec inputSpec(Network.Input image, KerasInput input, ImportOptions options)
      throws InvalidModelException {
    int[] shape = image.shape();
    if (shape[0] != shape[1] || shape[2] != 3) {
      throw new InvalidModelException(
          "the model's input must be a square of three channels, but is " + Arrays.toString(shape));
    }
    Preprocessing preprocessing = preprocessing(input, options);
    Resize resize = resize(input, options);
    // A layer of the model's own crops no more than the sides differ.
    boolean croppedMore = resize == Resize.CROP && input.resize().isEmpty();
    int shorterSide = croppedMore ? (int) Math.round(shape[0] / LEFT_BY_CROP) : shape[0];
    return new InputSpec(
        shape[0],
        shorterSide,
        input.reversed() ? preprocessing.order().reversed() : preprocessing.order(),
        input
            .normalization()
            .map(Normalization::mean)
            .orElse(perChannel(input, preprocessing.mean())),
        input
            .normalization()
            .map(Normalization::divisor)
            .orElse(perChannel(input, preprocessing.divisor())),
        resize);
  }

  /** What precedes the model, in the order of channels in which the rest of it gets them. */
  private static List<Float> perChannel(KerasInput input, List<Float> numbers) {
    List<Float> ordered = new ArrayList<>(numbers);
    if (input.reversed()) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  private static Preprocessing preprocessing(KerasInput input, ImportOptions options)
      throws InvalidModelException {
    Optional<Preprocessing> asked = options.preprocessing();
    if (input.normalization().isPresent()) {
      if (asked.orElse(Preprocessing.RAW) != Preprocessing.RAW) {
        throw new InvalidModelException(
            "the model normalises its image itself, in layer "
                + input.normalization().get().layer()
                + ": leave out --preprocess "
                + asked.get());
      }
      return Preprocessing.RAW;
    }
    return asked.orElseThrow(
        () ->
            new InvalidModelException(
                "the model does not say how its image is normalised: name what it was trained with"
                    + " by --preprocess, one of "
                    + Arrays.toString(Preprocessing.values())));
  }

  private static Resize resize(KerasInput input, ImportOptions options)
      throws InvalidModelException {
    Optional<Resize> asked = options.resize();
    if (input.resize().isPresent() && asked.isPresent() && !asked.equals(input.resize())) {
      throw new InvalidModelException(
          "the model resizes its image itself: leave out --resize " + asked.get());
    }
    return input.resize().or(() -> asked).orElse(Resize.CROP);
  }
}
