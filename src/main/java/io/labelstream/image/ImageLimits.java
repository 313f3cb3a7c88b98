package io.labelstream.image;

import io.labelstream.event.ErrorCode;

/**
 * The limits that an image must keep before anything is decoded.
 *
 * @param maxBytes encoded size, bytes
 * @param maxPixels width × height
 * @param maxSide the longer side, pixels
 * @param minSide the shorter side, pixels
 */
public record ImageLimits(int maxBytes, long maxPixels, int maxSide, int minSide) {

  /** 20 MiB, 100 megapixels, 16,384 pixels a side; 10 pixels at least. */
  public static final ImageLimits DEFAULT =
      new ImageLimits(20 * 1024 * 1024, 100_000_000, 16_384, 10);

  /**
   * @throws ImageRejectedException if an encoded size is over the limit
   */
  public void checkBytes(long bytes) throws ImageRejectedException {
    if (bytes > maxBytes) {
      throw new ImageRejectedException(
          ErrorCode.IMAGE_TOO_LARGE,
          "image must be at most " + maxBytes + " bytes, but has " + bytes);
    }
  }

  void checkDimensions(ImageHeader header) throws ImageRejectedException {
    int width = header.width();
    int height = header.height();
    String size = ", but is " + width + "×" + height;
    if (width > maxSide || height > maxSide) {
      throw new ImageRejectedException(
          ErrorCode.IMAGE_TOO_LARGE, "image must be at most " + maxSide + " pixels a side" + size);
    }
    if ((long) width * height > maxPixels) {
      throw new ImageRejectedException(
          ErrorCode.IMAGE_TOO_LARGE, "image must have at most " + maxPixels + " pixels" + size);
    }
    if (Math.min(width, height) < minSide) {
      throw new ImageRejectedException(
          ErrorCode.IMAGE_TOO_SMALL, "image must be at least " + minSide + " pixels a side" + size);
    }
  }
}
