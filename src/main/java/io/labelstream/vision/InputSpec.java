package io.labelstream.vision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a model wants its image.
 *
 * @param size the input's height and width in pixels
 * @param shorterSide the length in pixels to which the image's shorter side is resized before the
 *     centre of {@code size} pixels is cut out; {@code size} where the image is squashed
 * @param channelOrder the order of the channels in the tensor
 * @param mean is subtracted from each channel, in that order, on the scale 0 to 255
 * @param divisor what the rest is divided by, in the same order; empty for 1
 * @param resize how the image becomes a square; {@link Resize#CROP} where a file does not say
 */
public record InputSpec(
    int size,
    int shorterSide,
    ChannelOrder channelOrder,
    List<Float> mean,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Float> divisor,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = CropIsUnsaid.class)
        Resize resize) {

  private static final int CHANNELS = 3;

  public enum ChannelOrder {
    RGB,
    /** The order of Caffe, from which the ImageNet weights of Keras come. */
    BGR;

    public ChannelOrder reversed() {
      return this == RGB ? BGR : RGB;
    }
  }

  /** How an image becomes a square. */
  public enum Resize {
    /** The shorter side is resized and the centre cut out, so that nothing is distorted. */
    @JsonProperty("crop")
    CROP,
    /** Height and width are resized each to the input's size, so that nothing is lost. */
    @JsonProperty("squash")
    SQUASH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Leaves the default out of the JSON, so that models keep the hash that they had without it. */
  static final class CropIsUnsaid {
    @Override
    public boolean equals(@Nullable Object value) {
      return value == null || value == Resize.CROP;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  public InputSpec {
    mean = List.copyOf(mean);
    divisor = List.copyOf(Objects.requireNonNullElse(divisor, List.of()));
    resize = Objects.requireNonNullElse(resize, Resize.CROP);
    if (size < 1 || shorterSide < size || mean.size() != CHANNELS) {
      throw new IllegalArgumentException(
          "input must have 1 ≤ size ≤ shorterSide and three means, but has size "
              + size
              + ", shorterSide "
              + shorterSide
              + " and "
              + mean.size()
              + " means");
    }
    if (!divisor.isEmpty() && (divisor.size() != CHANNELS || divisor.contains(0f))) {
      throw new IllegalArgumentException(
          "input must have three divisors other than 0, or none, but has " + divisor);
    }
  }

  /** An image that is cropped and whose values are not divided. */
  public InputSpec(int size, int shorterSide, ChannelOrder channelOrder, List<Float> mean) {
    this(size, shorterSide, channelOrder, mean, List.of(), Resize.CROP);
  }

  /** The largest absolute value that a pixel can have in the tensor. */
  public float limit() {
    float limit = 0;
    for (int c = 0; c < CHANNELS; c++) {
      float divided = Math.abs(divisor(c));
      limit =
          Math.max(limit, Math.max(Math.abs(mean.get(c)), Math.abs(255 - mean.get(c))) / divided);
    }
    return limit;
  }

  /** What a channel is divided by. */
  float divisor(int channel) {
    return divisor.isEmpty() ? 1 : divisor.get(channel);
  }
}
