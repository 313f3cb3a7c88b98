package io.labelstream.tools.compiler;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.labelstream.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** TensorFlow's SavedModel: a graph with a signature, and the values of its variables. */
final class SavedModelFiles {

  static final String GRAPH = "saved_model.pb";
  private static final String VARIABLES_INDEX = "variables/variables.index";
  private static final String VARIABLES_DATA = "variables/variables.data-00000-of-00001";

  private final Map<String, byte[]> files;

  private SavedModelFiles(Map<String, byte[]> files) {
    this.files = files;
  }

  /**
   * Serialises a graph; the same graph gives the same bytes.
   *
   * @param input the image
   * @param outputName the output's name in the signature
   * @param output the node that computes it
   * @param size how many numbers it has
   */
  static SavedModelFiles of(
      GraphWriter graph, Network.Input input, String outputName, String output, int size)
      throws IOException {
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("image", tensorInfo(input.name(), input.shape()))
            .putOutputs(outputName, tensorInfo(output, size))
            .build();
    SaverDef saver = graph.saver();
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(
                MetaGraphDef.newBuilder()
                    .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                    .setGraphDef(graph.graph())
                    .setSaverDef(saver)
                    .putSignatureDef("serving_default", signature))
            .build();
    TensorBundle variables = TensorBundle.of(graph.variables());
    Map<String, byte[]> files = new TreeMap<>();
    files.put(GRAPH, serialize(model));
    files.put(VARIABLES_INDEX, variables.index());
    files.put(VARIABLES_DATA, variables.data());
    return new SavedModelFiles(files);
  }

  /** The SHA-256 of each file by its path within the model's directory. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    files.forEach((name, bytes) -> hashes.put(name, DigestUtils.sha256Hex(bytes)));
    return hashes;
  }

  /** Writes each file whole or not at all. */
  void write(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      WholeFile.write(target, file.getValue());
    }
  }

  private static TensorInfo tensorInfo(String node, int... shape) {
    return TensorInfo.newBuilder()
        .setName(node + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(GraphAttributes.batched(shape))
        .build();
  }

  private static byte[] serialize(MessageLite message) throws IOException {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    message.writeTo(out);
    out.checkNoSpaceLeft();
    return bytes;
  }
}
