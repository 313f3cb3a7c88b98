package io.labelstream.tools.cli;

import io.labelstream.tools.compiler.ModelCompiler;
import io.labelstream.tools.compiler.ModelInspector;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.io.PrintWriter;

/** What the commands that compile models say. */
final class CompilerReport {

  private final PrintWriter out;

  CompilerReport(PrintWriter out) {
    this.out = out;
  }

  void printLeftOut(Engine engine) {
    out.printf(
        "no int8 for %s, which would be slower than its fp32: it takes longer over depthwise"
            + " convolutions in eight bits%n",
        engine.title());
    out.flush();
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
