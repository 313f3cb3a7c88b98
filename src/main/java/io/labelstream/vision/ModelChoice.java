package io.labelstream.vision;

import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The precision and the engine of a model that runs, or may run.
 *
 * @param directory the compiled model's directory
 * @param manifest the manifest in it
 * @param reason why it was chosen, in words for a log
 */
public record ModelChoice(Path directory, ModelManifest manifest, String reason) {

  private static final String ASKED = "the setting 'precision' asks for it";

  /**
   * Chooses for this machine.
   *
   * @param model a compiled model's directory, or the same without its precision, so that {@code
   *     models/resnet50} stands for {@code models/resnet50-fp32} and {@code models/resnet50-int8},
   *     and those for other engines
   * @return one, or where the engine is left to the machine one for each engine, TensorFlow's first
   * @throws IOException if there is no such model; the message says what to do
   */
  public static List<ModelChoice> of(Path model, PrecisionChoice precision, EngineChoice engine)
      throws IOException {
    return of(model, precision, engine, Processor.ofThisMachine());
  }

  static List<ModelChoice> of(
      Path model, PrecisionChoice precision, EngineChoice engine, Processor processor)
      throws IOException {
    if (ModelManifest.isIn(model)) {
      return List.of(named(model, precision, engine));
    }
    return switch (precision) {
      case FP32 -> inEach(engine, model, Precision.FP32, ASKED);
      case INT8 -> inEach(engine, model, Precision.INT8, ASKED);
      case AUTO -> fastest(model, engine, processor);
    };
  }

  private static ModelChoice named(Path model, PrecisionChoice precision, EngineChoice engine)
      throws IOException {
    ModelManifest manifest = ModelManifest.read(model);
    if (precision != PrecisionChoice.AUTO && precision != manifest.precision().choice()) {
      throw contradiction(
          model, "computes in " + manifest.precision(), "precision", precision.name());
    }
    if (!Engine.of(engine).contains(manifest.engine())) {
      throw contradiction(
          model, "is a graph for " + manifest.engine().title(), "engine", engine.name());
    }
    return new ModelChoice(model, manifest, "it is the model that was named");
  }

  private static IOException contradiction(Path model, String fact, String setting, String wanted) {
    return new IOException(
        model.toAbsolutePath()
            + " "
            + fact
            + ", but the setting '"
            + setting
            + "' asks for "
            + wanted.toLowerCase(Locale.ROOT));
  }

  private static List<ModelChoice> fastest(Path model, EngineChoice engine, Processor processor)
      throws IOException {
    if (!processor.hasVectorNeuralNetworkInstructions()) {
      return inEach(
          engine,
          model,
          Precision.FP32,
          "the processor (" + processor.model() + ") has no AVX-512 VNNI");
    }
    Path int8 = directory(model, Precision.INT8, Engine.of(engine).get(0));
    if (!ModelManifest.isIn(int8)) {
      return inEach(engine, model, Precision.FP32, "there is no " + int8);
    }
    return inEach(
        engine,
        model,
        Precision.INT8,
        "the processor (" + processor.model() + ") has AVX-512 VNNI");
  }

  /** The reference has to be there; of the others, those that are. */
  private static List<ModelChoice> inEach(
      EngineChoice choice, Path model, Precision precision, String reason) throws IOException {
    List<ModelChoice> choices = new ArrayList<>();
    for (Engine engine : Engine.of(choice)) {
      Path directory = directory(model, precision, engine);
      if (choices.isEmpty() || ModelManifest.isIn(directory)) {
        choices.add(new ModelChoice(directory, ModelManifest.read(directory), reason));
      }
    }
    return choices;
  }

  private static Path directory(Path model, Precision precision, Engine engine) {
    return model.resolveSibling(model.getFileName() + "-" + precision + engine.suffix());
  }
}
