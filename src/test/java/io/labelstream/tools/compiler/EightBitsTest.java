package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
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
  void theImageCannotBeAdded() {
    Convolution sum = convolution("sum", first).plus(image);
    assertThatThrownBy(() -> EightBits.check(network(first, sum)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("layer sum");
  }

  @Test
  void aSumAloneTakesNegativeValues() {
    Convolution linear = second.rectified(Rectifier.NONE);
    assertThatCode(
            () -> EightBits.check(network(first, linear, convolution("sum", first).plus(linear))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> EightBits.check(network(first, linear, convolution("reader", linear))))
        .hasMessageContaining("layer reader");
    assertThatThrownBy(() -> EightBits.check(network(first, linear)))
        .hasMessageContaining("layer average");
    MaxPool pool = new MaxPool("pool", linear, WindowGeometry.POSITION);
    assertThatThrownBy(
            () ->
                EightBits.check(
                    new Network(List.of(image, first, linear, pool, convolution("last", pool)))))
        .hasMessageContaining("layer last");
  }

  private Network network(Convolution... convolutions) {
    Operation last = convolutions[convolutions.length - 1];
    List<Operation> operations = new ArrayList<>(List.of(image));
    operations.addAll(List.of(convolutions));
    operations.add(new GlobalAverage("average", last));
    return new Network(operations);
  }

  private static Convolution convolution(String name, Operation input) {
    return new Convolution(
        name,
        input,
        new int[] {1, 1, 1, 1},
        new float[] {1},
        new float[] {0},
        WindowGeometry.POSITION,
        Optional.empty(),
        Rectifier.RELU);
  }
}
