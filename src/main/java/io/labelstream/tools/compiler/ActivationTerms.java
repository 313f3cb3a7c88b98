package io.labelstream.tools.compiler;

import static io.labelstream.tools.compiler.ElementwiseOperator.ADD;
import static io.labelstream.tools.compiler.ElementwiseOperator.ERROR_FUNCTION;
import static io.labelstream.tools.compiler.ElementwiseOperator.EXPONENTIAL;
import static io.labelstream.tools.compiler.ElementwiseOperator.MAXIMUM;
import static io.labelstream.tools.compiler.ElementwiseOperator.MINIMUM;
import static io.labelstream.tools.compiler.ElementwiseOperator.MULTIPLY;
import static io.labelstream.tools.compiler.ElementwiseOperator.RELU;
import static io.labelstream.tools.compiler.ElementwiseOperator.SIGMOID;
import static io.labelstream.tools.compiler.ElementwiseOperator.SOFTPLUS;
import static io.labelstream.tools.compiler.ElementwiseOperator.SOFTSIGN;
import static io.labelstream.tools.compiler.ElementwiseOperator.TANH;

/** Writes an activation function in terms of what each graph can compute value by value. */
final class ActivationTerms {

  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_SCALE = 1.050701f;
  private static final float GELU_CUBIC = 0.044715f;

  private final Graph graph;
  private final String name;
  private final String x;

  /** Where the nodes go. */
  interface Graph {

    /** Writes a node and returns its name. */
    String add(String name, ElementwiseOperator operator, String... inputs);

    String constant(String name, float value);
  }

  private ActivationTerms(Graph graph, String name, String x) {
    this.graph = graph;
    this.name = name;
    this.x = x;
  }

  /**
   * Writes all functions but the softmax.
   *
   * @param name the name of the node that gives the result
   * @param input the node whose values are taken
   */
  static void write(Graph graph, String name, String input, ActivationFunction function) {
    new ActivationTerms(graph, name, input).write(function);
  }

  private void write(ActivationFunction function) {
    float parameter = function.parameter();
    switch (function.kind()) {
      case RELU -> graph.add(name, RELU, x);
      case CAPPED_RELU ->
          graph.add(name, MINIMUM, graph.add(name + "/relu", RELU, x), constant("cap", parameter));
      case LEAKY_RELU -> graph.add(name, MAXIMUM, x, times("slope", x, parameter));
      case ELU -> elu(name, parameter);
      case SELU ->
          graph.add(name, MULTIPLY, elu(name + "/elu", SELU_ALPHA), constant("scale", SELU_SCALE));
      case SIGMOID -> graph.add(name, SIGMOID, x);
      case HARD_SIGMOID -> hardSigmoid(name, parameter);
      case TANH -> graph.add(name, TANH, x);
      case SOFTPLUS -> graph.add(name, SOFTPLUS, x);
      case SOFTSIGN -> graph.add(name, SOFTSIGN, x);
      case EXPONENTIAL -> graph.add(name, EXPONENTIAL, x);
      case SWISH -> graph.add(name, MULTIPLY, x, graph.add(name + "/sigmoid", SIGMOID, x));
      case HARD_SWISH -> graph.add(name, MULTIPLY, x, hardSigmoid(name + "/sigmoid", 1f / 6));
      case MISH -> {
        String softplus = graph.add(name + "/softplus", SOFTPLUS, x);
        graph.add(name, MULTIPLY, x, graph.add(name + "/tanh", TANH, softplus));
      }
      case GELU -> {
        String scaled = times("scaled", x, (float) Math.sqrt(0.5));
        gelu(graph.add(name + "/erf", ERROR_FUNCTION, scaled));
      }
      case GELU_TANH -> {
        String square = graph.add(name + "/square", MULTIPLY, x, x);
        String factor = plus("factor", times("cubic", square, GELU_CUBIC), 1);
        String scaled = times("scaled", x, (float) Math.sqrt(2 / Math.PI));
        String argument = graph.add(name + "/argument", MULTIPLY, scaled, factor);
        gelu(graph.add(name + "/tanh", TANH, argument));
      }
      case SOFTMAX -> throw new IllegalArgumentException("a softmax is no function of one value");
    }
  }

  /** {@code x/2·(1 + signed)}. */
  private void gelu(String signed) {
    graph.add(name, MULTIPLY, times("half", x, 0.5f), plus("raised", signed, 1));
  }

  private String elu(String target, float alpha) {
    String negative = graph.add(name + "/negative", MINIMUM, x, constant("zero", 0));
    String below = plus("below", graph.add(name + "/power", EXPONENTIAL, negative), -1);
    String relu = graph.add(name + "/relu", RELU, x);
    return graph.add(target, ADD, relu, times("scaled", below, alpha));
  }

  private String hardSigmoid(String target, float slope) {
    String line = plus("line", times("slope", x, slope), 0.5f);
    String relu = graph.add(name + "/relu", RELU, line);
    return graph.add(target, MINIMUM, relu, constant("one", 1));
  }

  private String times(String term, String value, float factor) {
    return graph.add(name + "/" + term, MULTIPLY, value, constant(term + "/by", factor));
  }

  private String plus(String term, String value, float summand) {
    return graph.add(name + "/" + term, ADD, value, constant(term + "/by", summand));
  }

  private String constant(String term, float value) {
    return graph.constant(name + "/" + term, value);
  }
}
