package io.labelstream.tools.cli;

import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.vision.Engine;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles a model in int8 for the engines in which that is faster. */
final class QuantizedCompilation {

  private final ModelCompiler compiler;
  private final Optional<String> measured;

  private QuantizedCompilation(ModelCompiler compiler, Optional<String> measured) {
    this.compiler = compiler;
    this.measured = measured;
  }

  /** With the ranges of the activations that are recorded beside the weights. */
  static QuantizedCompilation asRecorded(ModelCompiler compiler) {
    return new QuantizedCompilation(compiler, Optional.empty());
  }

  /** With the ranges that the activations have on the photographs in a folder, measured here. */
  static QuantizedCompilation calibrated(ModelCompiler compiler, Path photographs)
      throws IOException {
    List<Path> files = new ArrayList<>();
    for (Photograph photograph : PhotographFinder.find(List.of(photographs.toString()))) {
      if (!(photograph instanceof Photograph.File file)) {
        throw new IOException("--calibrate takes a folder, not " + photographs);
      }
      files.add(file.path());
    }
    try (Progress progress = new Progress("calibrating", files.size())) {
      String ranges = compiler.calibrate(files, progress::step);
      return new QuantizedCompilation(compiler, Optional.of(ranges));
    }
  }

  /** Compiles it and records beside it what was measured; leaves it out where fp32 is faster. */
  void compile(Engine engine, Path output, CompilerReport report) throws IOException {
    if (!compiler.isFasterInInt8(engine)) {
      report.printLeftOut(engine);
      return;
    }
    if (measured.isEmpty()) {
      report.print(compiler.compile(Precision.INT8, engine, output));
      return;
    }
    ModelCompiler.Result result = compiler.compileQuantized(measured.get(), engine, output);
    Files.writeString(
        result.directory().resolve(ModelCompiler.RANGES), measured.get(), StandardCharsets.UTF_8);
    report.print(result);
  }
}
