package io.labelstream.vision;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation pre-processing of ImageNet in one pass: the shorter side resized to {@link
 * InputSpec#shorterSide}, the centre cut out, or the whole image squashed; the channels ordered,
 * their means subtracted and the rest divided.
 *
 * <p>Only the pixels that the crop covers are read, and the orientation is applied while writing:
 * resize, squash and centre crop are symmetric, so turning their result is the same as turning the
 * source. Keeps its buffers; not thread-safe.
 */
final class CentreCrop {

  private static final int CHANNELS = ImageTensor.CHANNELS;

  private final InputSpec spec;
  private final float[] output;
  private final float[] accumulated;
  private final float[][] resampledRows;
  private final int[] resampledRowNumbers = new int[2];
  private int[] sourceRow = new int[0];

  /** The plan for the last image, which mostly fits the next one too. */
  private @Nullable Plan plan;

  /** How an image of one size is resized and cropped. */
  private record Plan(int width, int height, ResampleAxis columns, ResampleAxis rows) {

    static Plan of(InputSpec spec, int width, int height) {
      return switch (spec.resize()) {
        case CROP -> cropped(spec, width, height);
        case SQUASH ->
            new Plan(width, height, squashed(spec.size(), width), squashed(spec.size(), height));
      };
    }

    private static Plan cropped(InputSpec spec, int width, int height) {
      int size = spec.size();
      double scale = Math.min(width, height) / (double) spec.shorterSide();
      double window = size * scale;
      return new Plan(
          width,
          height,
          new ResampleAxis(width, size, (width - window) / 2, scale),
          new ResampleAxis(height, size, (height - window) / 2, scale));
    }

    private static ResampleAxis squashed(int size, int length) {
      return new ResampleAxis(length, size, 0, length / (double) size);
    }
  }

  CentreCrop(InputSpec spec) {
    this.spec = spec;
    int rowLength = spec.size() * CHANNELS;
    output = new float[spec.size() * rowLength];
    accumulated = new float[rowLength];
    resampledRows = new float[2][rowLength];
  }

  void apply(DecodedImage image, int orientation, ImageTensor target) {
    int width = image.width();
    int height = image.height();
    if (plan == null || plan.width() != width || plan.height() != height) {
      plan = Plan.of(spec, width, height);
    }
    ResampleAxis columns = plan.columns();
    ResampleAxis rows = plan.rows();
    int size = spec.size();
    if (sourceRow.length < width) {
      sourceRow = new int[width];
    }
    resampledRowNumbers[0] = -1;
    resampledRowNumbers[1] = -1;
    for (int y = 0; y < size; y++) {
      Arrays.fill(accumulated, 0);
      for (int tap = 0; tap < rows.taps; tap++) {
        float weight = rows.weights[y * rows.taps + tap];
        if (weight > 0) {
          float[] row = resampledRow(image, rows.first[y] + tap, columns);
          for (int i = 0; i < accumulated.length; i++) {
            accumulated[i] += weight * row[i];
          }
        }
      }
      write(y, orientation);
    }
    target.floats().put(output);
  }

  /** Neighbouring target rows share a source row at the most, so two are kept. */
  private float[] resampledRow(DecodedImage image, int rowNumber, ResampleAxis columns) {
    int slot = rowNumber & 1;
    float[] row = resampledRows[slot];
    if (resampledRowNumbers[slot] == rowNumber) {
      return row;
    }
    resampledRowNumbers[slot] = rowNumber;
    int from = columns.first[0];
    int to = columns.first[columns.first.length - 1] + columns.taps;
    image.readRow(rowNumber, from, to, sourceRow);
    for (int x = 0; x < columns.first.length; x++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int tap = 0; tap < columns.taps; tap++) {
        int pixel = sourceRow[columns.first[x] + tap];
        float weight = columns.weights[x * columns.taps + tap];
        red += weight * (pixel >>> 24);
        green += weight * (pixel >>> 16 & 0xFF);
        blue += weight * (pixel >>> 8 & 0xFF);
      }
      row[x * CHANNELS] = red;
      row[x * CHANNELS + 1] = green;
      row[x * CHANNELS + 2] = blue;
    }
    return row;
  }

  private void write(int y, int orientation) {
    int last = spec.size() - 1;
    // Where the stored pixel (x, y) belongs in the upright image: EXIF 2.32, tag 0x0112.
    int start =
        switch (orientation) {
          case 2 -> index(last, y);
          case 3 -> index(last, last - y);
          case 4 -> index(0, last - y);
          case 5 -> index(y, 0);
          case 6 -> index(last - y, 0);
          case 7 -> index(last - y, last);
          case 8 -> index(y, last);
          default -> index(0, y);
        };
    int step =
        CHANNELS
            * switch (orientation) {
              case 2, 3 -> -1;
              case 5, 6 -> spec.size();
              case 7, 8 -> -spec.size();
              default -> 1;
            };
    boolean bgr = spec.channelOrder() == InputSpec.ChannelOrder.BGR;
    int first = bgr ? 2 : 0;
    int third = bgr ? 0 : 2;
    float firstMean = spec.mean().get(0);
    float secondMean = spec.mean().get(1);
    float thirdMean = spec.mean().get(2);
    // Products take less time than quotients, and one with 1 changes nothing.
    float firstScale = 1 / spec.divisor(0);
    float secondScale = 1 / spec.divisor(1);
    float thirdScale = 1 / spec.divisor(2);
    for (int x = 0, to = start; x <= last; x++, to += step) {
      int from = x * CHANNELS;
      output[to] = (accumulated[from + first] - firstMean) * firstScale;
      output[to + 1] = (accumulated[from + 1] - secondMean) * secondScale;
      output[to + 2] = (accumulated[from + third] - thirdMean) * thirdScale;
    }
  }

  private int index(int x, int y) {
    return (y * spec.size() + x) * CHANNELS;
  }
}
