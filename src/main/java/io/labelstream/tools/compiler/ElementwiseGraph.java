package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Activation;
import io.labelstream.tools.compiler.FloatOperation.Affine;
import io.labelstream.tools.compiler.FloatOperation.Combination;
import io.labelstream.tools.compiler.FloatOperation.ParametricRelu;
import io.labelstream.tools.compiler.FloatOperation.Standardization;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** The operations that TensorFlow has to compute value by value, as the formulas that they are. */
final class ElementwiseGraph {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);

  private final GraphWriter graph;
  private final Function<Operation, String> values;

  /**
   * @param values gives the node that has an operation's output in float32
   */
  ElementwiseGraph(GraphWriter graph, Function<Operation, String> values) {
    this.graph = graph;
    this.values = values;
  }

  void write(Activation activation) {
    String name = activation.name();
    String input = values.apply(activation.input());
    int[] shape = activation.shape();
    if (activation.function().kind() == ActivationFunction.Kind.SOFTMAX) {
      graph.add(GraphWriter.node(name, "Softmax", input).putAttr("T", FLOAT), shape);
      return;
    }
    ActivationTerms.write(
        new ActivationTerms.Graph() {
          @Override
          public String add(String node, ElementwiseOperator operator, String... inputs) {
            return elementwise(node, operator, shape, inputs);
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

  private String elementwise(
      String name, ElementwiseOperator operator, int[] shape, String... inputs) {
    return graph.add(
        GraphWriter.node(name, operator.inTensorFlow(), inputs).putAttr("T", FLOAT), shape);
  }

  void write(Affine affine) {
    String name = affine.name();
    int[] shape = affine.shape();
    String scale = graph.constant(name + "/scale", affine.scale().scales());
    String shift = graph.constant(name + "/bias", affine.scale().shifts());
    String scaled =
        elementwise(
            name + "/scaled",
            ElementwiseOperator.MULTIPLY,
            shape,
            values.apply(affine.input()),
            scale);
    elementwise(name, ElementwiseOperator.ADD, shape, scaled, shift);
  }

  void write(ParametricRelu relu) {
    String name = relu.name();
    int[] shape = relu.shape();
    String input = values.apply(relu.input());
    String zero = graph.constant(name + "/zero", 0);
    String negative =
        elementwise(name + "/negative", ElementwiseOperator.MINIMUM, shape, input, zero);
    String slopes = graph.constant(name + "/slopes", relu.slopes());
    String below =
        elementwise(name + "/below", ElementwiseOperator.MULTIPLY, shape, negative, slopes);
    String above = elementwise(name + "/above", ElementwiseOperator.RELU, shape, input);
    elementwise(name, ElementwiseOperator.ADD, shape, above, below);
  }

  void write(Standardization standardization) {
    String name = standardization.name();
    int[] shape = standardization.shape();
    String input = values.apply(standardization.input());
    int[] one = shape.clone();
    one[one.length - 1] = 1;
    String axis = graph.constant(name + "/axis", new int[] {1}, shape.length);
    String mean = mean(name + "/mean", input, axis, one);
    String centred =
        elementwise(name + "/centred", ElementwiseOperator.SUBTRACT, shape, input, mean);
    String squares =
        elementwise(name + "/squares", ElementwiseOperator.MULTIPLY, shape, centred, centred);
    String variance = mean(name + "/variance", squares, axis, one);
    String epsilon = graph.constant(name + "/epsilon", standardization.epsilon());
    String raised = elementwise(name + "/raised", ElementwiseOperator.ADD, one, variance, epsilon);
    String deviation =
        elementwise(name + "/deviation", ElementwiseOperator.SQUARE_ROOT, one, raised);
    elementwise(name, ElementwiseOperator.DIVIDE, shape, centred, deviation);
  }

  private String mean(String name, String input, String axis, int[] shape) {
    return graph.add(
        GraphWriter.node(name, "Mean", input, axis)
            .putAttr("T", FLOAT)
            .putAttr("Tidx", INT)
            .putAttr("keep_dims", GraphAttributes.flag(true)),
        shape);
  }

  void write(Combination combination) {
    elementwise(
        combination.name(),
        combination.operator(),
        combination.shape(),
        values.apply(combination.first()),
        values.apply(combination.second()));
  }
}
