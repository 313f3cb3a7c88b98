package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labelstream.vision.InputSpec.Resize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/**
 * What a model's own first layers say of its image, which the decoder does in its one pass over the
 * pixels.
 *
 * @param model the model with an input of one size, and without the layers that make it
 * @param reversed whether the model turns the channels round
 * @param resize how the image gets that size, if the model says it
 * @param normalization what is done to the pixels, 0 to 255, if the model says it; its channels are
 *     in the order that the rest of the model gets
 */
record KerasInput(
    KerasModel model,
    boolean reversed,
    Optional<Resize> resize,
    Optional<Normalization> normalization) {

  private static final String INPUT = "InputLayer";
  private static final Set<String> RESCALING = Set.of("Rescaling", "Normalization");

  /**
   * A scale and a shift of the image's channels.
   *
   * @param layer the name of the layer that does it
   */
  record Normalization(String layer, ChannelScale scale) {

    /** What is subtracted from each channel before the division. */
    List<Float> mean() {
      // Adding 0 makes 0 of a negative 0.
      return perChannel((factor, summand) -> -summand / factor + 0);
    }

    /** What the rest is divided by; empty for 1. */
    List<Float> divisor() {
      List<Float> divisor = perChannel((factor, summand) -> 1 / factor);
      return divisor.stream().allMatch(each -> each == 1) ? List.of() : divisor;
    }

    private Normalization reversed() {
      return new Normalization(layer, scale.reversed());
    }

    private List<Float> perChannel(DoubleBinaryOperator value) {
      List<Float> values = new ArrayList<>();
      for (int c = 0; c < scale.scale().length; c++) {
        values.add((float) value.applyAsDouble(scale.scale()[c], scale.shift()[c]));
      }
      return values;
    }
  }

  /**
   * @param size height and width, if the caller names them
   * @throws InvalidModelException if neither the model nor the caller names a size, or they differ
   */
  static KerasInput of(KerasModel model, Weights weights, OptionalInt size)
      throws InvalidModelException {
    List<KerasLayer> layers = new ArrayList<>(model.layers());
    int at = position(layers);
    KerasLayer input = layers.get(at);
    JsonNode shape = batchShape(input);
    int height = shape.path(1).asInt();
    int width = shape.path(2).asInt();
    int channels = shape.path(3).asInt();
    Optional<Resize> resize = Optional.empty();
    Optional<Normalization> normalization = Optional.empty();
    boolean reversed = false;
    for (Optional<KerasLayer> next = only(layers, input);
        next.isPresent();
        next = only(layers, input)) {
      KerasLayer layer = next.get();
      if (layer.type().equals("Resizing") && resize.isEmpty()) {
        height = layer.size("/height");
        width = layer.size("/width");
        ResizingLayers.checkNotPadded(layer);
        boolean crop = layer.config().path("crop_to_aspect_ratio").asBoolean();
        resize = Optional.of(crop ? Resize.CROP : Resize.SQUASH);
      } else if (RESCALING.contains(layer.type()) && channels > 0) {
        ChannelScale scale =
            layer.type().equals("Rescaling")
                ? Rescaling.of(layer, channels)
                : Rescaling.ofNormalization(layer, channels, weights);
        normalization =
            Optional.of(
                new Normalization(
                    layer.name(),
                    normalization.map(before -> before.scale().then(scale)).orElse(scale)));
      } else if (layer.type().equals(ChannelLayers.ORDER)
          && channels > 0
          && ChannelLayers.isReversal(layer, channels)) {
        reversed = !reversed;
        normalization = normalization.map(Normalization::reversed);
      } else {
        break;
      }
      layers.remove(layer);
      input = new KerasLayer(layer.name(), INPUT, input.config(), List.of(), input.place());
      layers.set(at, input);
    }
    layers.set(at, sized(input, height, width, channels, size));
    return new KerasInput(
        new KerasModel(layers, model.outputs(), model.version()), reversed, resize, normalization);
  }

  /** The one layer that reads the image, if there is only one. */
  private static Optional<KerasLayer> only(List<KerasLayer> layers, KerasLayer input) {
    List<KerasLayer> readers =
        layers.stream().filter(layer -> layer.inputs().contains(input.name())).toList();
    return readers.size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
  }

  private static int position(List<KerasLayer> layers) throws InvalidModelException {
    List<KerasLayer> inputs = layers.stream().filter(layer -> layer.type().equals(INPUT)).toList();
    if (inputs.size() != 1) {
      throw new InvalidModelException("the model must have one input, but has " + inputs.size());
    }
    return layers.indexOf(inputs.get(0));
  }

  /** A height or width of 0 is one that the model leaves open. */
  private static KerasLayer sized(
      KerasLayer input, int height, int width, int channels, OptionalInt size)
      throws InvalidModelException {
    int rows = height == 0 ? size.orElse(0) : height;
    int columns = width == 0 ? size.orElse(0) : width;
    if (rows == 0 || columns == 0) {
      throw new InvalidModelException(
          "the model takes images of any size: name one with --size N, in pixels");
    }
    if (size.isPresent() && (size.getAsInt() != rows || size.getAsInt() != columns)) {
      throw new InvalidModelException(
          "the model takes images of "
              + rows
              + "×"
              + columns
              + ", so --size cannot be "
              + size.getAsInt());
    }
    ArrayNode shape = JsonNodeFactory.instance.arrayNode();
    shape.addNull().add(rows).add(columns).add(channels);
    JsonNode config = JsonNodeFactory.instance.objectNode().set("batch_shape", shape);
    return new KerasLayer(input.name(), INPUT, config, List.of(), input.place());
  }

  private static JsonNode batchShape(KerasLayer input) {
    JsonNode shape = input.config().path("batch_shape");
    return shape.isArray() ? shape : input.config().path("batch_input_shape");
  }

  /** Height, width and channels of an input layer. */
  static int[] shape(KerasLayer input) throws InvalidModelException {
    int[] shape = KerasModel.ints(batchShape(input));
    if (shape.length != 4) {
      throw input.invalid("must have 4 numbers in /batch_input_shape, but has " + shape.length);
    }
    return new int[] {shape[1], shape[2], shape[3]};
  }
}
