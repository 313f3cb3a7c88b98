package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Activation;
import io.labelstream.tools.compiler.FloatOperation.Affine;
import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.FloatOperation.Combination;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.FloatOperation.Crop;
import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.FloatOperation.GlobalMaximum;
import io.labelstream.tools.compiler.FloatOperation.ParametricRelu;
import io.labelstream.tools.compiler.FloatOperation.Reshape;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.FloatOperation.Standardization;
import io.labelstream.tools.compiler.FloatOperation.ZeroPadding;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.List;
import java.util.function.Function;

/**
 * The operations of {@link FloatOperation} in ONNX, each giving a tensor of its own name. Tensors
 * of three dimensions have their channels first there, others are as in TensorFlow.
 */
final class OnnxFloatOperationGraph implements FloatOperation.Writer {

  private static final int IMAGE_RANK = 3;

  /** The size of a dimension that a reshape leaves alone. */
  private static final long AS_IT_IS = 0;

  private final OnnxGraph graph;
  private final OnnxFloatGraph floats;
  private final Function<Operation, String> values;
  private final OnnxImageSizeGraph sizes;

  /**
   * @param values gives the tensor that has an operation's output in float32
   */
  OnnxFloatOperationGraph(
      OnnxGraph graph, OnnxFloatGraph floats, Function<Operation, String> values) {
    this.graph = graph;
    this.floats = floats;
    this.values = values;
    sizes = new OnnxImageSizeGraph(graph, values);
  }

  @Override
  public void write(DepthwiseConvolution convolution) {
    String name = convolution.name();
    int[] shape = convolution.kernelShape();
    int channels = shape[2];
    // One kernel of one input for each output is a convolution in as many groups as inputs.
    int[] grouped = {shape[0], shape[1], 1, channels * shape[3]};
    String kernel =
        graph.constant(
            name + "/kernel",
            OnnxType.FLOAT,
            OnnxKernel.shape(grouped),
            Tensors.bytes(OnnxKernel.values(grouped, convolution.kernel())));
    String bias = graph.constant(name + "/bias", convolution.bias());
    String biased = convolution.rectifier() == Rectifier.NONE ? name : name + "/biased";
    graph.add(
        OnnxNode.of(biased, "Conv", values.apply(convolution.input()), kernel, bias)
            .windows(convolution.windows())
            .number("group", channels));
    floats.rectify(name, convolution.rectifier(), biased);
  }

  @Override
  public void write(AveragePool pool) {
    graph.add(
        OnnxNode.of(pool.name(), "AveragePool", values.apply(pool.input()))
            .undilatedWindows(pool.windows()));
  }

  @Override
  public void write(GlobalMaximum maximum) {
    String image =
        graph.add(
            OnnxNode.of(maximum.name() + "/image", "GlobalMaxPool", values.apply(maximum.input())));
    graph.add(OnnxNode.of(maximum.name(), "Flatten", image));
  }

  @Override
  public void write(Activation activation) {
    String name = activation.name();
    String input = values.apply(activation.input());
    if (activation.function().kind() == ActivationFunction.Kind.SOFTMAX) {
      int rank = activation.shape().length;
      graph.add(OnnxNode.of(name, "Softmax", input).number("axis", rank == IMAGE_RANK ? 1 : rank));
      return;
    }
    ActivationTerms.write(
        new ActivationTerms.Graph() {
          @Override
          public String add(String node, ElementwiseOperator operator, String... inputs) {
            return graph.add(OnnxNode.of(node, operator.inOnnx(), inputs));
          }

          @Override
          public String constant(String node, float value) {
            return graph.constant(node, value);
          }
        },
        name,
        input,
        activation.function());
  }

  @Override
  public void write(Affine affine) {
    String name = affine.name();
    String scale = perChannel(name + "/scale", affine.scale().scales(), affine);
    String shift = perChannel(name + "/shift", affine.scale().shifts(), affine);
    String scaled =
        graph.add(OnnxNode.of(name + "/scaled", "Mul", values.apply(affine.input()), scale));
    graph.add(OnnxNode.of(name, "Add", scaled, shift));
  }

  @Override
  public void write(ParametricRelu relu) {
    String slopes = perChannel(relu.name() + "/slopes", relu.slopes(), relu);
    graph.add(OnnxNode.of(relu.name(), "PRelu", values.apply(relu.input()), slopes));
  }

  /** Channels are the first dimension behind the batch, of an image and of a vector. */
  @Override
  public void write(Standardization standardization) {
    String name = standardization.name();
    String input = values.apply(standardization.input());
    String mean = graph.add(OnnxNode.of(name + "/mean", "ReduceMean", input).numbers("axes", 1));
    String centred = graph.add(OnnxNode.of(name + "/centred", "Sub", input, mean));
    String squares = graph.add(OnnxNode.of(name + "/squares", "Mul", centred, centred));
    String variance =
        graph.add(OnnxNode.of(name + "/variance", "ReduceMean", squares).numbers("axes", 1));
    String epsilon = graph.constant(name + "/epsilon", standardization.epsilon());
    String raised = graph.add(OnnxNode.of(name + "/raised", "Add", variance, epsilon));
    String deviation = graph.add(OnnxNode.of(name + "/deviation", "Sqrt", raised));
    graph.add(OnnxNode.of(name, "Div", centred, deviation));
  }

  private String perChannel(String name, float[] values, Operation operation) {
    int channels = values.length;
    int[] shape =
        operation.shape().length == IMAGE_RANK ? new int[] {channels, 1, 1} : new int[] {channels};
    return graph.constant(name, OnnxType.FLOAT, shape, Tensors.bytes(values));
  }

  @Override
  public void write(Combination combination) {
    graph.add(
        OnnxNode.of(
            combination.name(),
            combination.operator().inOnnx(),
            values.apply(combination.first()),
            values.apply(combination.second())));
  }

  @Override
  public void write(Concatenation concatenation) {
    int rank = concatenation.shape().length;
    int axis = concatenation.axis();
    int there = rank == IMAGE_RANK ? (axis + 1) % IMAGE_RANK : axis;
    List<String> inputs = concatenation.inputs().stream().map(values).toList();
    graph.add(OnnxNode.of(concatenation.name(), "Concat", inputs).number("axis", there + 1));
  }

  /** Values are counted channels last, so an image is turned before and after. */
  @Override
  public void write(Reshape reshape) {
    String name = reshape.name();
    String input = values.apply(reshape.input());
    if (reshape.input().shape().length == IMAGE_RANK) {
      input =
          graph.add(
              OnnxNode.of(name + "/channels_last", "Transpose", input).numbers("perm", 0, 2, 3, 1));
    }
    int[] shape = reshape.shape();
    long[] batched = new long[shape.length + 1];
    batched[0] = AS_IT_IS;
    for (int i = 0; i < shape.length; i++) {
      batched[i + 1] = shape[i];
    }
    String constant = graph.integers(name + "/shape", batched);
    if (shape.length == IMAGE_RANK) {
      String reshaped = graph.add(OnnxNode.of(name + "/reshaped", "Reshape", input, constant));
      floats.channelsFirst(name, reshaped);
    } else {
      graph.add(OnnxNode.of(name, "Reshape", input, constant));
    }
  }

  @Override
  public void write(ZeroPadding padding) {
    sizes.write(padding);
  }

  @Override
  public void write(Crop crop) {
    sizes.write(crop);
  }

  @Override
  public void write(Resize resize) {
    sizes.write(resize);
  }
}
