package io.labelstream.tools.compiler;

import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.LoadedModel;
import io.labelstream.vision.ModelRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Runs a network in fp32 over photographs and notes the least and the largest value that each
 * convolution gives, and each average that a dense layer reads. Percentiles in their place cost
 * accuracy on ResNet50.
 */
final class Calibration {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);

  private Calibration() {}

  /**
   * Measures the ranges over some photographs.
   *
   * @param eachDone called after each photograph
   * @throws IOException if a photograph cannot be read or decoded
   */
  static ActivationRanges run(SourceModel model, List<Path> photographs, Runnable eachDone)
      throws IOException {
    List<Operation> measured = measured(model.network());
    int size = model.input().size();
    ImageDecoder decoder = new ImageDecoder(model.input(), ImageLimits.DEFAULT);
    ImageTensor tensor = new ImageTensor(size);
    Map<String, Range> ranges = new LinkedHashMap<>();
    Path directory = Files.createTempDirectory("labelstream-calibration");
    try {
      graph(model.network(), measured).write(directory);
      try (LoadedModel loaded =
              LoadedModel.load(Engine.TENSORFLOW, directory, size, measured.size() * 2);
          ModelRunner runner = loaded.newRunner()) {
        for (Path photograph : photographs) {
          decode(decoder, photograph, tensor);
          float[] extremes = runner.run(tensor);
          for (int i = 0; i < measured.size(); i++) {
            Range range = new Range(extremes[2 * i], extremes[2 * i + 1]);
            ranges.merge(measured.get(i).name(), range, Range::and);
          }
          eachDone.run();
        }
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
    return new ActivationRanges(ranges);
  }

  private static List<Operation> measured(Network network) {
    EightBits bits = EightBits.of(network);
    Set<String> averages = new HashSet<>();
    for (Operation operation : network.operations()) {
      if (operation instanceof Dense dense && bits.isDenseInBits(dense)) {
        averages.add(dense.input().name());
      }
    }
    return network.operations().stream()
        .filter(operation -> bits.isFilterInBits(operation) || averages.contains(operation.name()))
        .toList();
  }

  /** The network, giving minimum and maximum of some operations in place of its own output. */
  private static ModelFiles graph(Network network, List<Operation> measured) throws IOException {
    GraphWriter graph = new GraphWriter();
    FloatGraph floats = new FloatGraph(graph);
    network.operations().forEach(operation -> operation.writeTo(floats));
    List<String> extremes =
        measured.stream().flatMap(operation -> extremes(graph, operation)).toList();
    graph.add(
        GraphWriter.node("extremes", "Pack")
            .addAllInput(extremes)
            .putAttr("T", FLOAT)
            .putAttr("N", GraphAttributes.number(extremes.size())));
    return SavedModelFiles.of(graph, network.input(), "extremes", "extremes", extremes.size());
  }

  private static Stream<String> extremes(GraphWriter graph, Operation operation) {
    String name = "extremes/" + operation.name();
    int[] all = IntStream.rangeClosed(0, operation.shape().length).toArray();
    String axes = graph.constant(name + "/axes", new int[] {all.length}, all);
    return Stream.of("Min", "Max")
        .map(
            operator ->
                graph.add(
                    GraphWriter.node(name + "/" + operator, operator, operation.name(), axes)
                        .putAttr("T", FLOAT)
                        .putAttr("Tidx", INT)));
  }

  private static void decode(ImageDecoder decoder, Path photograph, ImageTensor tensor)
      throws IOException {
    try {
      decoder.decode(Files.readAllBytes(photograph), tensor);
    } catch (ImageRejectedException e) {
      throw new IOException(photograph + " cannot be used to calibrate: " + e.reason(), e);
    }
  }
}
