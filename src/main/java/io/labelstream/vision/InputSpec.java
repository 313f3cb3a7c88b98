package io.labelstream.vision;

import java.util.List;

/**
 * How a model wants its image.
 *
 * @param size the input's height and width in pixels
 * @param shorterSide what the photograph's shorter side is resized to, in pixels, before the centre
 *     of {@code size} pixels is cut out
 * @param channelOrder the order of the channels in the tensor
 * @param mean what is subtracted from each channel, in that order, on the scale 0 to 255
 */
public record InputSpec(int size, int shorterSide, ChannelOrder channelOrder, List<Float> mean) {

  /** The order of the colour channels in a tensor. */
  public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red, as Caffe had it, where the ImageNet weights of Keras come from. */
    BGR
  }

  /** Checks the sizes and copies the mean. */
  public InputSpec {
    mean = List.copyOf(mean);
    if (size < 1 || shorterSide < size || mean.size() != 3) {
      throw new IllegalArgumentException(
          "input must have 1 ≤ size ≤ shorterSide and three means, but has size "
              + size
              + ", shorterSide "
              + shorterSide
              + " and "
              + mean.size()
              + " means");
    }
  }
}
