package io.labelstream.tools.compiler;

/** What is computed value by value, under its name in TensorFlow and in ONNX. */
enum ElementwiseOperator {
  ADD("AddV2", "Add"),
  SUBTRACT("Sub", "Sub"),
  MULTIPLY("Mul", "Mul"),
  DIVIDE("RealDiv", "Div"),
  SQUARE_ROOT("Sqrt", "Sqrt"),
  MAXIMUM("Maximum", "Max"),
  MINIMUM("Minimum", "Min"),
  RELU("Relu", "Relu"),
  SIGMOID("Sigmoid", "Sigmoid"),
  TANH("Tanh", "Tanh"),
  EXPONENTIAL("Exp", "Exp"),
  ERROR_FUNCTION("Erf", "Erf"),
  SOFTPLUS("Softplus", "Softplus"),
  SOFTSIGN("Softsign", "Softsign");

  private final String tensorFlow;
  private final String onnx;

  ElementwiseOperator(String tensorFlow, String onnx) {
    this.tensorFlow = tensorFlow;
    this.onnx = onnx;
  }

  String inTensorFlow() {
    return tensorFlow;
  }

  String inOnnx() {
    return onnx;
  }
}
