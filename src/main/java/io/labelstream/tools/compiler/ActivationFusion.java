package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.Optional;

/** Takes activations and scales into the operation before them, where it has a place for them. */
final class ActivationFusion {

  private static final float SIX = 6;

  private ActivationFusion() {}

  /** The operation with a function of its output; empty if it cannot take it in. */
  static Optional<Operation> withFunction(Operation operation, ActivationFunction function) {
    Rectifier rectifier = rectifier(function);
    if (operation instanceof Convolution convolution
        && convolution.rectifier() == Rectifier.NONE
        && (rectifier == Rectifier.RELU
            || (rectifier == Rectifier.RELU6 && convolution.summand().isEmpty()))) {
      return Optional.of(convolution.rectified(rectifier));
    }
    if (operation instanceof DepthwiseConvolution convolution
        && convolution.rectifier() == Rectifier.NONE
        && rectifier != Rectifier.NONE) {
      return Optional.of(convolution.rectified(rectifier));
    }
    if (operation instanceof Dense dense
        && !dense.softmax()
        && function.kind() == ActivationFunction.Kind.SOFTMAX) {
      return Optional.of(dense.withSoftmax());
    }
    return Optional.empty();
  }

  private static Rectifier rectifier(ActivationFunction function) {
    return switch (function.kind()) {
      case RELU -> Rectifier.RELU;
      case CAPPED_RELU -> function.parameter() == SIX ? Rectifier.RELU6 : Rectifier.NONE;
      default -> Rectifier.NONE;
    };
  }

  /** The operation with its output scaled; empty if it cannot take the scale in. */
  static Optional<Operation> withScale(Operation operation, ChannelScale scale) {
    if (operation instanceof Convolution convolution
        && convolution.rectifier() == Rectifier.NONE
        && convolution.summand().isEmpty()) {
      return Optional.of(convolution.scaled(scale));
    }
    if (operation instanceof DepthwiseConvolution convolution
        && convolution.rectifier() == Rectifier.NONE) {
      return Optional.of(convolution.scaled(scale));
    }
    if (operation instanceof Dense dense && !dense.softmax()) {
      return Optional.of(dense.scaled(scale));
    }
    if (operation instanceof FloatOperation.Affine affine) {
      return Optional.of(
          new FloatOperation.Affine(affine.name(), affine.input(), affine.scale().then(scale)));
    }
    return Optional.empty();
  }
}
