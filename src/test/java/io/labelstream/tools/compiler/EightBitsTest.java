package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.compiler.ActivationFunction.Kind;
import io.labelstream.tools.compiler.FloatOperation.Activation;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.FloatOperation.Reshape;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EightBitsTest {

  private final Input image = new Input("image", new int[] {2, 2, 1});
  private final Convolution first = convolution("first", image);
  private final Convolution second = convolution("second", first);

  @Test
  void aSumMayBeWrittenOverWhatHasBeenRead() {
    Convolution sum = convolution("sum", second).plus(first);
    assertThatCode(() -> EightBits.check(network(first, second, sum))).doesNotThrowAnyException();
  }

  @Test
  void aSumMayNotBeWrittenOverWhatIsReadLater() {
    Convolution sum = convolution("sum", second).plus(first);
    Convolution later = convolution("later", sum).plus(first);
    assertThatThrownBy(() -> EightBits.check(network(first, second, sum, later)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer sum cannot be computed in eight bits");
  }

  @Test
  void aSumMayNotBeWrittenOverWhatItsConvolutionReads() {
    Convolution sum = convolution("sum", first).plus(first);
    assertThatThrownBy(() -> EightBits.check(network(first, sum)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer sum cannot be computed in eight bits");
  }

  @Test
  void anImageThatIsResizedIsNotConvolved() {
    Resize resize = new Resize("resize", first, new int[] {3, 3, 1}, Interpolation.NEAREST);
    Network network = new Network(List.of(image, first, resize, convolution("last", resize)));
    assertThatThrownBy(() -> EightBits.check(network))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer resize cannot be computed in eight bits");
    assertThatCode(() -> EightBits.check(new Network(List.of(image, first, resize))))
        .doesNotThrowAnyException();
  }

  @Test
  void theImageCannotBeAdded() {
    Convolution sum = convolution("sum", first).plus(image);
    assertThatThrownBy(() -> EightBits.check(network(first, sum)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer sum");
  }

  @Test
  void negativeValuesAreNotPadded() {
    Convolution linear = second.rectified(Rectifier.NONE);
    assertThatCode(
            () -> EightBits.check(network(first, linear, convolution("sum", first).plus(linear))))
        .doesNotThrowAnyException();
    assertThatCode(() -> EightBits.check(network(first, linear, convolution("reader", linear))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> EightBits.check(network(first, linear, padded("reader", linear))))
        .hasMessageContaining("layer reader");
    MaxPool pool = new MaxPool("pool", linear, WindowGeometry.POSITION);
    assertThatThrownBy(
            () ->
                EightBits.check(
                    new Network(List.of(image, first, linear, pool, padded("last", pool)))))
        .hasMessageContaining("layer last");
  }

  @Test
  void channelsLieSideBySideOnlyBehindTheSameRectifier() {
    Convolution linear = second.rectified(Rectifier.NONE);
    assertThatCode(() -> EightBits.check(concatenated(first, second))).doesNotThrowAnyException();
    assertThatThrownBy(() -> EightBits.check(concatenated(first, linear)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer beside cannot be computed in eight bits");
  }

  @Test
  void aDenseLayerReadsAnAverageThatHasNoSign() {
    assertThat(readsInBits(second)).isTrue();
    assertThat(readsInBits(second.rectified(Rectifier.NONE))).isFalse();
    assertThat(readsInBits(new Activation("swish", second, ActivationFunction.of(Kind.SWISH))))
        .isFalse();
  }

  private boolean readsInBits(Operation averaged) {
    GlobalAverage average = new GlobalAverage("average", averaged);
    Dense dense = new Dense("dense", average, new float[1], new float[1], true);
    List<Operation> operations = new ArrayList<>(List.of(image, first, second));
    operations.removeIf(each -> each.name().equals(averaged.name()));
    operations.addAll(List.of(averaged, average, dense));
    return EightBits.of(new Network(operations)).isDenseInBits(dense);
  }

  @Test
  void whatIsBetweenConvolutionsMustBeInBitsToo() {
    Activation swish = new Activation("swish", first, ActivationFunction.of(Kind.SWISH));
    Network network = new Network(List.of(image, first, swish, convolution("last", swish)));
    assertThatThrownBy(() -> EightBits.check(network))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer swish cannot be computed in eight bits");
  }

  @Test
  void whatFollowsTheConvolutionsMayBeAnything() {
    Activation swish = new Activation("swish", second, ActivationFunction.of(Kind.SWISH));
    Reshape flat = new Reshape("flat", swish, new int[] {4});
    assertThatCode(() -> EightBits.check(new Network(List.of(image, first, second, swish, flat))))
        .doesNotThrowAnyException();
  }

  private Network concatenated(Convolution... convolutions) {
    List<Operation> operations = new ArrayList<>(List.of(image, first, second));
    operations.removeIf(each -> each.name().equals("second"));
    operations.add(convolutions[1]);
    Concatenation beside = Concatenation.of("beside", List.of(convolutions), 2);
    operations.add(beside);
    operations.add(convolution("last", beside, 2));
    return new Network(operations);
  }

  private static Convolution padded(String name, Operation input) {
    Convolution convolution = convolution(name, input);
    int[] once = {1, 1};
    return new Convolution(
        name,
        input,
        convolution.kernelShape(),
        convolution.kernel(),
        convolution.bias(),
        new WindowGeometry(1, 1, once, once, new Padding(1, 1, 1, 1)),
        Optional.empty(),
        Rectifier.RELU);
  }

  private Network network(Convolution... convolutions) {
    Operation last = convolutions[convolutions.length - 1];
    List<Operation> operations = new ArrayList<>(List.of(image));
    operations.addAll(List.of(convolutions));
    operations.add(new GlobalAverage("average", last));
    return new Network(operations);
  }

  private static Convolution convolution(String name, Operation input) {
    return convolution(name, input, 1);
  }

  private static Convolution convolution(String name, Operation input, int channels) {
    return new Convolution(
        name,
        input,
        new int[] {1, 1, channels, 1},
        new float[channels],
        new float[] {0},
        WindowGeometry.POSITION,
        Optional.empty(),
        Rectifier.RELU);
  }
}
