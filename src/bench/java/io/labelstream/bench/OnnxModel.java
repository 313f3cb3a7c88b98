package io.labelstream.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.labelstream.vision.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** An ONNX file in ONNX Runtime's memory; any number of threads may run it at once. */
final class OnnxModel implements AutoCloseable {

  private final OrtSession session;

  private OnnxModel(OrtSession session) {
    this.session = session;
  }

  /**
   * Loads a model of one image and one vector.
   *
   * @param threadsPerImage how many threads share the work on one image, the caller's among them
   */
  static OnnxModel load(Path file, int threadsPerImage) throws IOException, OrtException {
    Engine.ONNXRUNTIME.prepare();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(threadsPerImage);
      options.setInterOpNumThreads(1);
      return new OnnxModel(environment.createSession(file.toString(), options));
    }
  }

  /** A runner for one thread, to be closed before the model. */
  OnnxRunner newRunner() throws OrtException {
    return new OnnxRunner(session);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a model: " + e.getMessage(), e);
    }
  }
}
