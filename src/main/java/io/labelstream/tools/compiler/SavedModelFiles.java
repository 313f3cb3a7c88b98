package io.labelstream.tools.compiler;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.Map;
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

  private SavedModelFiles() {}

  /**
   * Serialises a graph; the same graph gives the same bytes.
   *
   * @param input the image
   * @param outputName the output's name in the signature
   * @param output the node that computes it
   * @param size how many numbers it has
   */
  static ModelFiles of(
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
    return new ModelFiles(
        Map.of(
            GRAPH, serialize(model),
            VARIABLES_INDEX, variables.index(),
            VARIABLES_DATA, variables.data()));
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
