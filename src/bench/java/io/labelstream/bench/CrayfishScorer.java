package io.labelstream.bench;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs ONNX Runtime on a record, one image at a time in the task's own thread. The original leaves
 * its tensors open and runs out of memory in time; this does not.
 */
@SuppressWarnings("NonApiType") // Lists by class, as in the record.
final class CrayfishScorer extends RichMapFunction<CrayfishRecord, CrayfishRecord> {

  private static final long serialVersionUID = 1;

  private final String onnxFile;
  private transient @Nullable OnnxModel model;
  private transient @Nullable OnnxRunner runner;

  CrayfishScorer(Path onnxFile) {
    this.onnxFile = onnxFile.toString();
  }

  @Override
  public void open(OpenContext context) throws IOException, OrtException {
    model = OnnxModel.load(Path.of(onnxFile), 1);
    runner = model.newRunner();
  }

  @Override
  public CrayfishRecord map(CrayfishRecord record) throws OrtException {
    if (runner == null) {
      throw new IllegalStateException("not open");
    }
    for (ArrayList<Float> image : record.images) {
      FloatBuffer values = runner.image();
      for (Float number : image) {
        values.put(number);
      }
      ArrayList<Float> outputs = new ArrayList<>();
      for (float output : runner.run()) {
        outputs.add(output);
      }
      record.outputs.add(outputs);
    }
    return record;
  }

  @Override
  public void close() {
    if (runner != null) {
      runner.close();
    }
    if (model != null) {
      model.close();
    }
  }
}
