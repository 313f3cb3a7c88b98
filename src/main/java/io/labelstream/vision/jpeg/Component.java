package io.labelstream.vision.jpeg;

import java.util.Arrays;

/** A component of a frame: luminance, or one of the colours. */
final class Component {

  static final int COEFFICIENTS = 64;

  private static final int MISSING = -1;

  private final int id;
  private final int horizontal;
  private final int vertical;
  private final int quantization;

  /** By coefficient, how many of its lowest bits no scan has held yet. */
  private final int[] missingBits = new int[COEFFICIENTS];

  private int width;
  private int height;
  private int stride;
  private short[] dc = new short[0];
  private short[] low = new short[0];
  private int[] quantizers = new int[0];

  /**
   * Makes one without blocks.
   *
   * @param horizontal sampling factor
   * @param vertical sampling factor
   * @param quantization the number of its quantization table
   */
  Component(int id, int horizontal, int vertical, int quantization) {
    this.id = id;
    this.horizontal = horizontal;
    this.vertical = vertical;
    this.quantization = quantization;
    Arrays.fill(missingBits, MISSING);
  }

  /**
   * Gives it memory for its blocks.
   *
   * @param width in blocks that show something of the image
   * @param height in blocks that show something of the image
   * @param stride the blocks of a row of MCUs
   * @param dc of at least a row for each row of MCUs
   */
  void setBlocks(int width, int height, int stride, short[] dc) {
    this.width = width;
    this.height = height;
    this.stride = stride;
    this.dc = dc;
  }

  /** Gives it memory for its {@link LowCoefficients}, which is filled with zeros. */
  void setLow(short[] low) {
    this.low = low;
  }

  /** Whether two pixels across and down are made of each of its blocks. */
  boolean hasLow() {
    return low.length > 0;
  }

  /**
   * Notes that a scan holds bits of some coefficients.
   *
   * @param high how many bits there were still to come, or 0 in the first scan
   * @param low how many there are to come after it
   * @throws UnusualJpegException if that is not the next scan of each of them
   */
  void addScan(int first, int last, int high, int low) throws UnusualJpegException {
    for (int k = first; k <= last; k++) {
      boolean isFirst = missingBits[k] == MISSING;
      if (high != (isFirst ? 0 : missingBits[k]) || (!isFirst && low != high - 1)) {
        throw new UnusualJpegException("scans in another order");
      }
      missingBits[k] = low;
    }
  }

  boolean hasDc() {
    return missingBits[0] != MISSING;
  }

  boolean isWhole() {
    return Arrays.stream(missingBits).allMatch(bits -> bits == 0);
  }

  /** Sets the quantizers of the first coefficients. */
  void setQuantizers(int[] quantizers) {
    this.quantizers = quantizers;
  }

  int[] quantizers() {
    return quantizers;
  }

  int id() {
    return id;
  }

  int horizontal() {
    return horizontal;
  }

  int vertical() {
    return vertical;
  }

  int quantization() {
    return quantization;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int stride() {
    return stride;
  }

  short[] dc() {
    return dc;
  }

  short[] low() {
    return low;
  }
}
