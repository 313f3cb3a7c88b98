package io.labelstream.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.CodedOutputStream;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Compiles vendored weights to the SavedModel that runs. */
public final class ModelCompiler {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String PRECISION = "fp32";

  /**
   * What a compilation did.
   *
   * @param directory where the model is
   * @param manifest what it is
   * @param unchanged whether exactly this model was there already and was left alone
   */
  public record Result(Path directory, ModelManifest manifest, boolean unchanged) {}

  /**
   * Compiles a model into {@code <output>/<name>-<precision>/}. The same source gives the same
   * bytes.
   *
   * @param source the folder with the weights, their checksums and the manifest
   * @param output the folder for compiled models
   * @throws InvalidModelException if a file is missing or changed, or a layer or tensor does not
   *     fit
   */
  public Result compile(Path source, Path output) throws IOException {
    SourceFiles files = new SourceFiles(source);
    files.checkAll();
    SourceManifest manifest =
        parse(source, "manifest.json", files.readUnchecked("manifest.json"), SourceManifest.class);
    KerasModel keras =
        KerasModel.parse(
            parse(source, manifest.topology(), files.read(manifest.topology()), JsonNode.class));
    List<String> labels =
        Labels.parse(
            parse(source, manifest.labels(), files.read(manifest.labels()), JsonNode.class));
    GraphWriter graph = new GraphWriter();
    KerasInterpreter.Endpoints endpoints =
        KerasInterpreter.write(keras, Weights.read(keras, files), graph);
    checkEndpoints(endpoints, manifest.input(), labels);

    byte[] savedModel = serialize(savedModel(graph, endpoints));
    String savedModelHash = Sha256.of(savedModel);
    String contentHash =
        Sha256.of(
            JSON.writeValueAsBytes(
                List.of(manifest.name(), PRECISION, savedModelHash, manifest.input(), labels)));
    ModelManifest compiled =
        new ModelManifest(
            manifest.name(), PRECISION, contentHash, savedModelHash, manifest.input(), labels);
    Path directory = output.resolve(manifest.name() + "-" + PRECISION);
    boolean unchanged = isThere(directory, compiled);
    if (!unchanged) {
      write(directory, savedModel, compiled);
    }
    return new Result(directory, compiled, unchanged);
  }

  private static void checkEndpoints(
      KerasInterpreter.Endpoints endpoints, InputSpec input, List<String> labels)
      throws InvalidModelException {
    int[] expected = {input.size(), input.size(), 3};
    if (!Arrays.equals(endpoints.input().shape(), expected)) {
      throw new InvalidModelException(
          "the model's input is "
              + Arrays.toString(endpoints.input().shape())
              + ", but the manifest says "
              + Arrays.toString(expected));
    }
    if (!Arrays.equals(endpoints.output().shape(), new int[] {labels.size()})) {
      throw new InvalidModelException(
          "the model's output is "
              + Arrays.toString(endpoints.output().shape())
              + ", but there are "
              + labels.size()
              + " labels");
    }
  }

  private static SavedModel savedModel(GraphWriter graph, KerasInterpreter.Endpoints endpoints) {
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("image", tensorInfo(endpoints.input()))
            .putOutputs("probabilities", tensorInfo(endpoints.output()))
            .build();
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(
            MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                .setGraphDef(graph.graph())
                .putSignatureDef("serving_default", signature))
        .build();
  }

  private static TensorInfo tensorInfo(GraphWriter.Node node) {
    return TensorInfo.newBuilder()
        .setName(node.name() + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(GraphAttributes.batched(node.shape()))
        .build();
  }

  private static byte[] serialize(SavedModel model) throws IOException {
    byte[] bytes = new byte[model.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    model.writeTo(out);
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static boolean isThere(Path directory, ModelManifest compiled) throws IOException {
    Path savedModel = directory.resolve(ModelManifest.SAVED_MODEL);
    if (!Files.exists(savedModel)) {
      return false;
    }
    try {
      return ModelManifest.read(directory).equals(compiled)
          && Sha256.of(Files.readAllBytes(savedModel)).equals(compiled.savedModelHash());
    } catch (IOException e) {
      return false; // No readable manifest: an interrupted or older compilation.
    }
  }

  private static void write(Path directory, byte[] savedModel, ModelManifest compiled)
      throws IOException {
    Files.createDirectories(directory);
    Path temporary = directory.resolve(ModelManifest.SAVED_MODEL + ".tmp");
    Files.write(temporary, savedModel);
    Files.move(
        temporary,
        directory.resolve(ModelManifest.SAVED_MODEL),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    compiled.write(directory);
  }

  private static <T> T parse(Path source, String name, byte[] json, Class<T> type)
      throws IOException {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new InvalidModelException(
          source.resolve(name) + " cannot be read: " + e.getOriginalMessage());
    }
  }
}
