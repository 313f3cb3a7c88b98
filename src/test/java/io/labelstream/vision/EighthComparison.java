package io.labelstream.vision;

import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.jpeg.EighthJpeg;
import io.labelstream.vision.jpeg.EighthJpegDecoder;
import java.util.Optional;

/** Compares a JPEG at an eighth of its size with libjpeg's reduction by 8. */
final class EighthComparison {

  private static final int REDUCTION = 8;

  /** What decoders say of a file. */
  enum Outcome {
    REFUSED,
    LEFT_TO_LIBJPEG,
    DECODED,
    DECODED_BY_US_ALONE
  }

  /**
   * An outcome.
   *
   * @param meanDifference of 255, over the pixels' red, green and blue; 0 where not both decoded
   */
  record Result(Outcome outcome, double meanDifference) {}

  private final EighthJpegDecoder decoder = new EighthJpegDecoder();

  Result compare(byte[] jpeg) {
    ImageHeader header;
    try {
      header = ImageHeader.read(jpeg, ImageLimits.DEFAULT);
    } catch (ImageRejectedException e) {
      return new Result(Outcome.REFUSED, 0);
    }
    Optional<EighthJpeg> eighth = decoder.decode(jpeg);
    if (eighth.isEmpty()) {
      return new Result(Outcome.LEFT_TO_LIBJPEG, 0);
    }
    try (DecodedImage whole = DecodedImage.decode(jpeg, header, REDUCTION)) {
      return new Result(Outcome.DECODED, meanDifference(eighth.get(), whole));
    } catch (ImageRejectedException e) {
      return new Result(Outcome.DECODED_BY_US_ALONE, 0);
    }
  }

  private static double meanDifference(EighthJpeg eighth, DecodedImage whole) {
    if (eighth.width() != whole.width() || eighth.height() != whole.height()) {
      throw new AssertionError(
          "%d×%d instead of %d×%d"
              .formatted(eighth.width(), eighth.height(), whole.width(), whole.height()));
    }
    long sum = 0;
    int[] row = new int[whole.width()];
    for (int y = 0; y < whole.height(); y++) {
      whole.readRow(y, 0, row.length, row);
      for (int x = 0; x < whole.width(); x++) {
        int ours = eighth.pixels().get(y * eighth.width() + x);
        int theirs = row[x];
        for (int shift = 8; shift < Integer.SIZE; shift += 8) {
          sum += Math.abs((ours >>> shift & 0xFF) - (theirs >>> shift & 0xFF));
        }
      }
    }
    return sum / (3.0 * whole.width() * whole.height());
  }
}
