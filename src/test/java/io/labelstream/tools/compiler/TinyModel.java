package io.labelstream.tools.compiler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A source model of one convolution, one normalisation and one dense layer, on images of 2×2, to be
 * written whole and then spoilt.
 */
public final class TinyModel {

  static final String TOPOLOGY =
      """
      {"modelTopology": {"model_config": {"config": {
        "layers": [
          {"name": "in", "class_name": "InputLayer", "inbound_nodes": [],
           "config": {"batch_input_shape": [null, 2, 2, 3]}},
          {"name": "conv", "class_name": "Conv2D", "inbound_nodes": [[["in", 0, 0, {}]]],
           "config": {"filters": 2, "kernel_size": [1, 1], "strides": [1, 1], "padding": "valid",
                      "data_format": "channels_last", "dilation_rate": [1, 1],
                      "activation": "linear", "use_bias": true}},
          {"name": "bn", "class_name": "BatchNormalization", "inbound_nodes": [[["conv", 0, 0, {}]]],
           "config": {"epsilon": 0.001}},
          {"name": "relu", "class_name": "Activation", "inbound_nodes": [[["bn", 0, 0, {}]]],
           "config": {"activation": "relu"}},
          {"name": "pool", "class_name": "GlobalAveragePooling2D",
           "inbound_nodes": [[["relu", 0, 0, {}]]], "config": {"data_format": "channels_last"}},
          {"name": "fc", "class_name": "Dense", "inbound_nodes": [[["pool", 0, 0, {}]]],
           "config": {"units": 2, "activation": "softmax", "use_bias": true}}],
        "output_layers": [["fc", 0, 0]]}}},
       "weightsManifest": [{"paths": ["weights.bin"], "weights": [
         {"name": "conv/kernel", "shape": [1, 1, 3, 2], "dtype": "float32"},
         {"name": "conv/bias", "shape": [2], "dtype": "float32"},
         {"name": "bn/gamma", "shape": [2], "dtype": "float32"},
         {"name": "bn/beta", "shape": [2], "dtype": "float32"},
         {"name": "bn/moving_mean", "shape": [2], "dtype": "float32"},
         {"name": "bn/moving_variance", "shape": [2], "dtype": "float32"},
         {"name": "fc/kernel", "shape": [2, 2], "dtype": "float32"},
         {"name": "fc/bias", "shape": [2], "dtype": "float32"}]}]}
      """;

  private static final String MANIFEST =
      """
      {"name": "tiny", "topology": "model.json", "labels": "labels.json",
       "input": {"size": 2, "shorterSide": 2, "channelOrder": "RGB", "mean": [0, 0, 0]}}
      """;

  /** The same with a depthwise convolution in place of the normalisation, as many weights. */
  private static final String DEPTHWISE_TOPOLOGY =
      TOPOLOGY
          .replaceAll(
              "(?s)(\"class_name\": \")BatchNormalization(.*?\"config\": )[{][^}]*[}]",
              "$1DepthwiseConv2D$2{\"kernel_size\": [2, 2], \"strides\": [1, 1], \"use_bias\": false}")
          .replaceAll(
              "(?s)[{]\"name\": \"bn/gamma.*moving_variance[^}]*[}]",
              "{\"name\": \"bn/depthwise_kernel\", \"shape\": [2, 2, 2, 1], \"dtype\": \"float32\"}");

  private static final int WEIGHTS = 6 + 2 * 5 + 4 + 2;

  private final Path directory;

  private TinyModel(Path directory) {
    this.directory = directory;
  }

  public static TinyModel write(Path directory) throws IOException {
    return write(directory, TOPOLOGY);
  }

  /** Writes one that ONNX Runtime would compute slower in int8, with the ranges for it. */
  public static TinyModel writeDepthwise(Path directory) throws IOException {
    TinyModel model = write(directory, DEPTHWISE_TOPOLOGY);
    Files.writeString(directory.resolve(ModelCompiler.RANGES), "conv\t-1\t1\nbn\t0\t1\n");
    return model;
  }

  /** Writes the model with another topology; the checksums fit. */
  static TinyModel write(Path directory, String topology) throws IOException {
    ByteBuffer weights = ByteBuffer.allocate(WEIGHTS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < WEIGHTS; i++) {
      weights.putFloat(i * 0.25f + 0.5f);
    }
    TinyModel model = new TinyModel(directory);
    Files.writeString(directory.resolve("manifest.json"), MANIFEST);
    Files.writeString(directory.resolve("SHA256SUMS"), "");
    model.put("weights.bin", weights.array());
    model.put("model.json", topology.getBytes(UTF_8));
    model.put("labels.json", "{\"0\": \"tiger_cat\", \"1\": \"iPod\"}".getBytes(UTF_8));
    return model;
  }

  Path directory() {
    return directory;
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
    Path checksums = directory.resolve("SHA256SUMS");
    Files.writeString(
        checksums,
        Files.readString(checksums) + DigestUtils.sha256Hex(content) + "  " + name + "\n");
  }

  /** What an import of it has to be told. */
  static ImportOptions options() {
    return new ImportOptions(
        "tiny",
        Optional.empty(),
        Optional.of(Preprocessing.RAW),
        Optional.empty(),
        OptionalInt.empty());
  }
}
