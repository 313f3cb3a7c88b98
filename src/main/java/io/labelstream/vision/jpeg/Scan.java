package io.labelstream.vision.jpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * A scan's header, ITU-T T.81 section B.2.3.
 *
 * @param components which are its, with their tables
 * @param first coefficient that it has bits of
 * @param last coefficient that it has bits of
 * @param high how many bits of them were still to come, or 0 in the first scan
 * @param low how many bits of them are still to come after it
 */
record Scan(List<Part> components, int first, int last, int high, int low) {

  private static final int PER_COMPONENT = 2;
  private static final int MAX_BLOCKS = 10;
  private static final int MAX_LOW = 13;

  /** A component with the numbers of its tables. */
  record Part(Component component, int dcTable, int acTable) {}

  Scan {
    components = List.copyOf(components);
  }

  /**
   * Reads a segment's content, and notes in the components what the scan holds.
   *
   * @throws UnusualJpegException if such a scan cannot come next
   */
  static Scan read(Frame frame, byte[] jpeg, int start, int end) throws UnusualJpegException {
    int count = jpeg[start];
    int parameters = start + 1 + PER_COMPONENT * count;
    if (count < 1 || end != parameters + 3) {
      throw new UnusualJpegException("scan header");
    }
    List<Part> parts = new ArrayList<>();
    for (int at = start + 1; at < parameters; at += PER_COMPONENT) {
      int tables = jpeg[at + 1] & 0xFF;
      parts.add(new Part(component(frame, jpeg[at] & 0xFF), tables >>> 4, tables & 0x0F));
    }
    int bits = jpeg[parameters + 2] & 0xFF;
    Scan scan = new Scan(parts, jpeg[parameters], jpeg[parameters + 1], bits >>> 4, bits & 0x0F);
    scan.check(frame);
    for (Part part : scan.components()) {
      part.component().addScan(scan.first, scan.last, scan.high, scan.low);
    }
    return scan;
  }

  private static Component component(Frame frame, int id) throws UnusualJpegException {
    for (Component component : frame.components()) {
      if (component.id() == id) {
        return component;
      }
    }
    throw new UnusualJpegException("scan of another component");
  }

  private void check(Frame frame) throws UnusualJpegException {
    boolean isPossible;
    if (!frame.isProgressive()) {
      isPossible = first == 0 && last == Component.COEFFICIENTS - 1 && high == 0 && low == 0;
    } else if (first == 0) {
      isPossible = last == 0;
    } else {
      isPossible =
          first > 0
              && first <= last
              && last < Component.COEFFICIENTS
              && components.size() == 1
              && components.get(0).component().hasDc();
    }
    if (!isPossible || low > MAX_LOW || (isInterleaved() && blocksPerMcu() > MAX_BLOCKS)) {
      throw new UnusualJpegException("scan header");
    }
  }

  boolean hasDc() {
    return first == 0;
  }

  /** Whether the pixels are made of coefficients that it has; a last bit of AC is left out. */
  boolean isNeeded() {
    return hasDc()
        || (first <= LowCoefficients.MAX
            && !isRefinement()
            && components.get(0).component().hasLow());
  }

  /** Whether it has one more bit of values that are there. */
  boolean isRefinement() {
    return high > 0;
  }

  boolean isInterleaved() {
    return components.size() > 1;
  }

  int blocksPerMcu() {
    return isInterleaved()
        ? components.stream()
            .mapToInt(part -> part.component().horizontal() * part.component().vertical())
            .sum()
        : 1;
  }
}
