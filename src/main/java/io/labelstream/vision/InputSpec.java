package io.labelstream.vision;

import java.util.List;

/**
 * How a model wants its image.
 *
 * @param size the input's height and width in pixels
 * @param shorterSide the length in pixels to which the image's shorter side is resized before the
 *     centre of {@code size} pixels is cut out
 * @param channelOrder the order of the channels in the tensor
 * @param mean is subtracted from each channel, in that order, on the scale 0 to 255
 */
public record InputSpec(int size, int shorterSide, ChannelOrder channelOrder, List<Float> mean) {

  public enum ChannelOrder {
    RGB,
    /** The order of Caffe, from which the ImageNet weights of Keras come. */
    BGR
  }

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
