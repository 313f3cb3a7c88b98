package io.labelstream.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Runs a loaded model in one thread. Input and output lie in direct buffers that ONNX Runtime reads
 * and writes in place, so that nothing is allocated for an image.
 */
final class OnnxRunner implements AutoCloseable {

  private final OrtSession session;
  private final Slot input;
  private final Slot output;

  private record Slot(String name, FloatBuffer values, OnnxTensor tensor) {

    /** Space for the only input or output of a model, for one image. */
    static Slot of(Map<String, NodeInfo> nodes) throws OrtException {
      NodeInfo node = nodes.values().iterator().next();
      long[] shape = ((TensorInfo) node.getInfo()).getShape();
      shape[0] = 1;
      int count = 1;
      for (long dimension : shape) {
        count = Math.multiplyExact(count, Math.toIntExact(dimension));
      }
      FloatBuffer values =
          ByteBuffer.allocateDirect(count * Float.BYTES)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      return new Slot(
          node.getName(),
          values,
          OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape));
    }
  }

  OnnxRunner(OrtSession session) throws OrtException {
    this.session = session;
    input = Slot.of(session.getInputInfo());
    output = Slot.of(session.getOutputInfo());
  }

  /** The values of the image to run, to be written before {@link #run}. */
  FloatBuffer image() {
    return input.values().duplicate();
  }

  /** What the model gives for the image. */
  float[] run() throws OrtException {
    session
        .run(Map.of(input.name(), input.tensor()), Map.of(output.name(), output.tensor()))
        .close();
    float[] values = new float[output.values().capacity()];
    output.values().get(0, values);
    return values;
  }

  @Override
  public void close() {
    input.tensor().close();
    output.tensor().close();
  }
}
