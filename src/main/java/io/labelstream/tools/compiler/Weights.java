package io.labelstream.tools.compiler;

import java.util.Arrays;
import java.util.Optional;

/** The tensors of a model, each asked for by its layer and kind. */
final class Weights {

  /**
   * A tensor, row-major.
   *
   * @param name its name in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Tensor(String name, int[] shape, float[] values) {}

  /** Where a format has the tensors. */
  interface Store {

    /**
     * @param kind what it is to its layer, such as {@code kernel}
     * @throws InvalidModelException if it is there, but cannot be read
     */
    Optional<Tensor> find(KerasLayer layer, String kind) throws InvalidModelException;
  }

  private final Store store;

  Weights(Store store) {
    this.store = store;
  }

  /**
   * A tensor of a known shape.
   *
   * @throws InvalidModelException if it is missing or of another shape
   */
  float[] get(KerasLayer layer, String kind, int... shape) throws InvalidModelException {
    Tensor tensor = find(layer, kind);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw unfit(tensor, Arrays.toString(shape));
    }
    return tensor.values();
  }

  /**
   * One number for each channel; where there is one for all, it is repeated.
   *
   * @throws InvalidModelException if it is missing, or of another number
   */
  float[] perChannel(KerasLayer layer, String kind, int channels) throws InvalidModelException {
    Tensor tensor = find(layer, kind);
    float[] values = tensor.values();
    if (values.length == channels) {
      return values;
    }
    if (values.length != 1) {
      throw unfit(tensor, "[" + channels + "]");
    }
    float[] repeated = new float[channels];
    Arrays.fill(repeated, values[0]);
    return repeated;
  }

  /**
   * A tensor of any shape.
   *
   * @throws InvalidModelException if it is missing
   */
  Tensor find(KerasLayer layer, String kind) throws InvalidModelException {
    return store
        .find(layer, kind)
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "tensor " + layer.name() + "/" + kind + " is missing from the weights"));
  }

  private static InvalidModelException unfit(Tensor tensor, String needed) {
    return new InvalidModelException(
        "tensor "
            + tensor.name()
            + " has shape "
            + Arrays.toString(tensor.shape())
            + ", but its layer needs "
            + needed);
  }
}
