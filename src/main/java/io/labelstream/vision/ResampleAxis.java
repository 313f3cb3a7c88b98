package io.labelstream.vision;

/**
 * One axis of a resize: which source pixels, with which weights, make each target pixel.
 *
 * <p>Shrinking averages the area that a target pixel covers, with fractions at its edges; enlarging
 * interpolates between the two nearest pixels. The weights of a target pixel sum to one.
 */
final class ResampleAxis {

  final int[] first;
  final int taps;
  final float[] weights;

  /**
   * Plans an axis.
   *
   * @param length source pixels
   * @param targets target pixels
   * @param offset where the first target pixel begins, in source pixels
   * @param scale source pixels per target pixel
   */
  ResampleAxis(int length, int targets, double offset, double scale) {
    first = new int[targets];
    taps = Math.min(length, scale >= 1 ? (int) Math.ceil(scale) + 1 : 2);
    weights = new float[targets * taps];
    for (int i = 0; i < targets; i++) {
      if (scale >= 1) {
        average(i, length, offset + i * scale, scale);
      } else {
        interpolate(i, length, offset + (i + 0.5) * scale - 0.5);
      }
    }
  }

  private void average(int target, int length, double start, double scale) {
    first[target] = Math.max(0, Math.min((int) Math.floor(start), length - taps));
    for (int tap = 0; tap < taps; tap++) {
      double left = Math.max(start, first[target] + tap);
      double right = Math.min(start + scale, first[target] + tap + 1);
      weights[target * taps + tap] = (float) (Math.max(0, right - left) / scale);
    }
  }

  private void interpolate(int target, int length, double centre) {
    double clamped = Math.max(0, Math.min(centre, length - 1));
    first[target] = Math.max(0, Math.min((int) clamped, length - taps));
    float fraction = (float) (clamped - first[target]);
    weights[target * taps] = 1 - fraction;
    if (taps > 1) {
      weights[target * taps + 1] = fraction;
    }
  }
}
