package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Crop;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.Arrays;

/** Reads the layers that give an image within the network another height and width. */
final class ResizingLayers {

  private final LayerOutputs outputs;

  ResizingLayers(LayerOutputs outputs) {
    this.outputs = outputs;
  }

  void resize(KerasLayer layer) throws InvalidModelException {
    checkNotPadded(layer);
    if (layer.config().path("antialias").asBoolean()) {
      throw layer.invalid("has antialias, which is not supported within a network");
    }
    int height = layer.size("/height");
    int width = layer.size("/width");
    Operation image = outputs.image(layer);
    if (layer.config().path("crop_to_aspect_ratio").asBoolean()) {
      image = cropped(layer, image, height, width);
    }
    resize(layer, image, height, width, Interpolation.of(layer, Interpolation.BILINEAR));
  }

  static void checkNotPadded(KerasLayer layer) throws InvalidModelException {
    if (layer.config().path("pad_to_aspect_ratio").asBoolean()) {
      throw layer.invalid("pads the image to its aspect ratio, which is not supported");
    }
  }

  /** The largest window in the middle that has the proportions of what it becomes. */
  private Operation cropped(KerasLayer layer, Operation image, int height, int width) {
    int rows = image.shape()[0];
    int columns = image.shape()[1];
    int keptRows = kept(rows, columns, height, width);
    int keptColumns = kept(columns, rows, width, height);
    int top = (rows - keptRows) / 2;
    int left = (columns - keptColumns) / 2;
    Padding edges = new Padding(top, rows - keptRows - top, left, columns - keptColumns - left);
    if (edges.equals(Padding.NONE)) {
      return image;
    }
    Crop crop = new Crop(layer.name() + "/cropped", image, edges);
    outputs.add(crop.name(), crop);
    return crop;
  }

  private static int kept(int length, int other, int target, int otherTarget) {
    long proportional = (long) other * target / otherTarget;
    return (int) Math.max(1, Math.min(length, proportional));
  }

  void upsample(KerasLayer layer) throws InvalidModelException {
    int[] factors = layer.config().has("size") ? layer.ints("/size", 2) : new int[] {2, 2};
    if (factors[0] < 1 || factors[1] < 1) {
      throw layer.invalid("must have positive numbers in /size");
    }
    Operation image = outputs.image(layer);
    int[] shape = image.shape();
    resize(
        layer,
        image,
        Math.multiplyExact(shape[0], factors[0]),
        Math.multiplyExact(shape[1], factors[1]),
        Interpolation.of(layer, Interpolation.NEAREST));
  }

  private void resize(
      KerasLayer layer, Operation image, int height, int width, Interpolation interpolation) {
    int[] shape = {height, width, image.shape()[2]};
    if (Arrays.equals(image.shape(), shape)) {
      outputs.alias(layer.name(), image);
    } else {
      outputs.add(layer.name(), new Resize(layer.name(), image, shape, interpolation));
    }
  }
}
