package io.labelstream.tools.compiler;

import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Compiles a model's weights to the graphs that run. */
public final class ModelCompiler {

  /** The file beside the weights that {@link #calibrate} makes and {@link Precision#INT8} needs. */
  public static final String RANGES = "activation-ranges.tsv";

  private final SourceModel source;
  private final Network network;

  /**
   * The result of a compilation.
   *
   * @param directory the folder of the model
   * @param manifest the model's manifest
   * @param unchanged whether the folder held exactly this model before and was left alone
   */
  public record Result(Path directory, ModelManifest manifest, boolean unchanged) {}

  ModelCompiler(SourceModel source) {
    this.source = source;
    network = StridePropagation.apply(source.network());
  }

  /**
   * Reads a model to compile.
   *
   * @param source the folder with the weights, their checksums and the manifest
   * @throws InvalidModelException if a file is missing or changed, or a layer or tensor does not
   *     fit
   */
  public static ModelCompiler of(Path source) throws IOException {
    return new ModelCompiler(SourceModel.read(source));
  }

  /**
   * Measures on photographs, in fp32, the ranges of the activations that {@link Precision#INT8}
   * needs.
   *
   * @param photographs a hundred or more of the kind that the model will see
   * @param eachDone called after each photograph
   * @return the text for {@link #RANGES}
   * @throws IOException if a photograph cannot be read or decoded
   */
  public String calibrate(List<Path> photographs, Runnable eachDone) throws IOException {
    EightBits.check(source.network());
    ActivationRanges ranges = Calibration.run(source, photographs, eachDone);
    return ranges.text(
        List.of(
            "The least and the largest value that each convolution of "
                + source.name()
                + " gave in fp32, behind",
            "its sum and its ReLU, and what its last layer reads, on "
                + photographs.size()
                + " photographs.",
            "name\tminimum\tmaximum"));
  }

  /**
   * Compiles the model into {@code <output>/<name>-<precision>/}, for other engines than TensorFlow
   * with their suffix; int8 takes the ranges that are recorded beside the weights. The same source
   * gives the same bytes.
   *
   * @param output the folder for compiled models
   */
  public Result compile(Precision precision, Engine engine, Path output) throws IOException {
    return switch (precision) {
      case FP32 -> write(precision, engine, floatFiles(engine), output);
      case INT8 -> {
        EightBits.check(source.network());
        yield compileQuantized(recordedRanges(), engine, output);
      }
    };
  }

  /**
   * Whether int8 is faster than fp32 in an engine; where it is not, it is not compiled either. ONNX
   * Runtime takes longer over a convolution of single channels in eight bits than in fp32, so much
   * that others do not make up for it.
   */
  public boolean isFasterInInt8(Engine engine) {
    return engine == Engine.TENSORFLOW
        || network.operations().stream()
            .noneMatch(FloatOperation.DepthwiseConvolution.class::isInstance);
  }

  /**
   * Compiles the model in int8 with given ranges.
   *
   * @param ranges the text that {@link #calibrate} returned
   */
  public Result compileQuantized(String ranges, Engine engine, Path output) throws IOException {
    if (!isFasterInInt8(engine)) {
      throw new InvalidModelException(
          "int8 would be slower than fp32 in " + engine.title() + ", so it is not compiled for it");
    }
    return write(Precision.INT8, engine, quantizedFiles(engine, checked(ranges)), output);
  }

  private ModelFiles floatFiles(Engine engine) throws IOException {
    return switch (engine) {
      case TENSORFLOW -> {
        GraphWriter graph = new GraphWriter();
        yield savedModel(graph, new FloatGraph(graph));
      }
      case ONNXRUNTIME -> {
        OnnxGraph graph = new OnnxGraph();
        yield onnx(graph, new OnnxFloatGraph(graph));
      }
    };
  }

  private ModelFiles quantizedFiles(Engine engine, ActivationRanges ranges) throws IOException {
    Quantization quantization = Quantization.of(network, ranges);
    return switch (engine) {
      case TENSORFLOW -> {
        GraphWriter graph = new GraphWriter();
        yield savedModel(graph, new QuantizedGraph(graph, quantization, source.input().limit()));
      }
      case ONNXRUNTIME -> {
        OnnxGraph graph = new OnnxGraph();
        yield onnx(graph, new OnnxQuantizedGraph(graph, quantization, source.input().limit()));
      }
    };
  }

  private ModelFiles savedModel(GraphWriter graph, Network.Writer operations) throws IOException {
    network.operations().forEach(operation -> operation.writeTo(operations));
    return SavedModelFiles.of(
        graph, network.input(), "probabilities", network.output().name(), source.labels().size());
  }

  /** Input float32 of shape (batch, size, size, 3), output float32 of shape (batch, classes). */
  private ModelFiles onnx(OnnxGraph graph, Network.Writer operations) {
    network.operations().forEach(operation -> operation.writeTo(operations));
    graph.output(network.output().name(), source.labels().size());
    return graph.files();
  }

  private Result write(Precision precision, Engine engine, ModelFiles files, Path output)
      throws IOException {
    ModelManifest manifest =
        ModelManifest.of(
            source.name(), precision, engine, files.hashes(), source.input(), source.labels());
    Path directory = output.resolve(manifest.folder());
    boolean unchanged = isThere(directory, manifest);
    if (!unchanged) {
      files.write(directory);
      manifest.write(directory);
    }
    return new Result(directory, manifest, unchanged);
  }

  /** Multiplications and additions for one image, each counted. */
  public long floatingPointOperations() {
    return network.floatingPointOperations();
  }

  private ActivationRanges checked(String ranges) throws InvalidModelException {
    EightBits.check(source.network());
    ActivationRanges parsed = ActivationRanges.parse(ranges);
    parsed.check(network);
    return parsed;
  }

  private String recordedRanges() throws IOException {
    Path file = source.directory().resolve(RANGES);
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(
          file + " is missing, so int8 needs photographs to calibrate on: --calibrate DIR");
    }
  }

  private static boolean isThere(Path directory, ModelManifest manifest) {
    try {
      if (ModelManifest.read(directory).equals(manifest)) {
        manifest.checkFiles(directory);
        return true;
      }
    } catch (IOException e) {
      return false; // An interrupted or older compilation has left nothing readable.
    }
    return false;
  }
}
