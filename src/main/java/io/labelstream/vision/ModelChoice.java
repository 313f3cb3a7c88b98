package io.labelstream.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The precision of a model that runs.
 *
 * @param directory the compiled model's directory
 * @param manifest the manifest in it
 * @param reason why it was chosen, in words for a log
 */
public record ModelChoice(Path directory, ModelManifest manifest, String reason) {

  /**
   * Chooses for this machine.
   *
   * @param model a compiled model's directory, or the same without its precision, so that {@code
   *     models/resnet50} stands for {@code models/resnet50-fp32} and {@code models/resnet50-int8}
   * @param wanted the precision to use, or empty for the fastest that this machine is good at
   * @throws IOException if there is no such model; the message says what to do
   */
  public static ModelChoice of(Path model, Optional<Precision> wanted) throws IOException {
    return of(model, wanted, Processor.ofThisMachine());
  }

  static ModelChoice of(Path model, Optional<Precision> wanted, Processor processor)
      throws IOException {
    if (ModelManifest.isIn(model)) {
      ModelManifest manifest = ModelManifest.read(model);
      if (wanted.isPresent() && wanted.get() != manifest.precision()) {
        throw new IOException(
            model.toAbsolutePath()
                + " computes in "
                + manifest.precision()
                + ", but the setting 'precision' asks for "
                + wanted.get());
      }
      return new ModelChoice(model, manifest, "it is the model that was named");
    }
    if (wanted.isPresent()) {
      return of(model, wanted.get(), "the setting 'precision' asks for it");
    }
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
