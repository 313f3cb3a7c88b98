package io.labelstream.tools.compiler;

import java.util.Locale;

/** What an image of another size has between the pixels that are there. */
enum Interpolation {
  /** The weighted mean of the four pixels around. */
  BILINEAR("ResizeBilinear"),
  NEAREST("ResizeNearestNeighbor");

  private final String tensorFlow;

  Interpolation(String tensorFlow) {
    this.tensorFlow = tensorFlow;
  }

  String inTensorFlow() {
    return tensorFlow;
  }

  /**
   * @param missing what Keras takes where its configuration says nothing
   */
  static Interpolation of(KerasLayer layer, Interpolation missing) throws InvalidModelException {
    String name = layer.config().path("interpolation").asText(missing.name());
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "bilinear" -> BILINEAR;
      case "nearest" -> NEAREST;
      default ->
          throw layer.invalid(
              "has interpolation " + name + ", which is not supported: take bilinear or nearest");
    };
  }
}
