package io.labelstream.vision;

import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The precision of a model that runs.
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
   *     models/resnet50} stands for {@code models/resnet50-fp32} and {@code models/resnet50-int8}
   * @throws IOException if there is no such model; the message says what to do
   */
  public static ModelChoice of(Path model, PrecisionChoice wanted) throws IOException {
    return of(model, wanted, Processor.ofThisMachine());
  }

  static ModelChoice of(Path model, PrecisionChoice wanted, Processor processor)
      throws IOException {
    if (ModelManifest.isIn(model)) {
      return named(model, wanted);
    }
    return switch (wanted) {
      case FP32 -> of(model, Precision.FP32, ASKED);
      case INT8 -> of(model, Precision.INT8, ASKED);
      case AUTO -> fastest(model, processor);
    };
  }

  private static ModelChoice named(Path model, PrecisionChoice wanted) throws IOException {
    ModelManifest manifest = ModelManifest.read(model);
    if (wanted != PrecisionChoice.AUTO && wanted != manifest.precision().choice()) {
      throw new IOException(
          model.toAbsolutePath()
              + " computes in "
              + manifest.precision()
              + ", but the setting 'precision' asks for "
              + wanted.name().toLowerCase(Locale.ROOT));
    }
    return new ModelChoice(model, manifest, "it is the model that was named");
  }

  private static ModelChoice fastest(Path model, Processor processor) throws IOException {
    if (!processor.hasVectorNeuralNetworkInstructions()) {
      return of(
          model, Precision.FP32, "the processor (" + processor.model() + ") has no AVX-512 VNNI");
    }
    if (!ModelManifest.isIn(directory(model, Precision.INT8))) {
      return of(model, Precision.FP32, "there is no " + directory(model, Precision.INT8));
    }
    return of(model, Precision.INT8, "the processor (" + processor.model() + ") has AVX-512 VNNI");
  }

  private static ModelChoice of(Path model, Precision precision, String reason) throws IOException {
    Path directory = directory(model, precision);
    return new ModelChoice(directory, ModelManifest.read(directory), reason);
  }

  private static Path directory(Path model, Precision precision) {
    return model.resolveSibling(model.getFileName() + "-" + precision);
  }
}
