package io.labelstream.tools.cli;

import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.ModelInspector;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the commands that compile models say, and what they write beside them. */
final class CompilerReport {

  private final PrintWriter out;

  CompilerReport(PrintWriter out) {
    this.out = out;
  }

  /** Measures the ranges of the activations on the photographs in a folder. */
  static String calibrate(ModelCompiler compiler, Path photographs) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Photograph photograph : PhotographFinder.find(List.of(photographs.toString()))) {
      if (!(photograph instanceof Photograph.File file)) {
        throw new IOException("--calibrate takes a folder, not " + photographs);
      }
      files.add(file.path());
    }
    try (Progress progress = new Progress("calibrating", files.size())) {
      return compiler.calibrate(files, progress::step);
    }
  }

  /**
   * Compiles in int8 with the ranges that were measured, and records them beside the model; does
   * not where fp32 is faster.
   */
  void compileQuantized(ModelCompiler compiler, String ranges, Engine engine, Path output)
      throws IOException {
    if (!compiler.isFasterInInt8(engine)) {
      out.printf(
          "no int8 for %s, which would be slower than its fp32: it takes longer over depthwise"
              + " convolutions in eight bits%n",
          engine.title());
      return;
    }
    ModelCompiler.Result result = compiler.compileQuantized(ranges, engine, output);
    Files.writeString(
        result.directory().resolve(ModelCompiler.RANGES), ranges, StandardCharsets.UTF_8);
    print(result);
  }

  void print(ModelCompiler.Result result) throws IOException {
    ModelManifest manifest = result.manifest();
    if (!result.unchanged()
        && manifest.precision() == Precision.INT8
        && manifest.engine() == Engine.TENSORFLOW) {
      ModelInspectCommand.printLayers(ModelInspector.inspect(result.directory()), out);
    }
    out.printf(
        "%s %s %s%n",
        manifest.id(), result.unchanged() ? "is up to date in" : "compiled to", result.directory());
    out.flush();
  }
}
