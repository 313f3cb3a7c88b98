package io.labelstream.vision.jpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * A frame's header, ITU-T T.81 section B.2.2.
 *
 * @param width in pixels
 * @param height in pixels
 * @param components luminance, and the two colours if there are any
 */
record Frame(boolean isProgressive, int width, int height, List<Component> components) {

  static final int BLOCK = 8;

  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int PROGRESSIVE = 0xC2;
  private static final int FIXED = 6;
  private static final int PER_COMPONENT = 3;

  Frame {
    components = List.copyOf(components);
  }

  static boolean isOfKind(int marker) {
    return marker == BASELINE || marker == EXTENDED || marker == PROGRESSIVE;
  }

  /**
   * Reads a segment's content.
   *
   * @throws UnusualJpegException if it is not 8-bit grey or luminance with two colours of a full or
   *     half resolution
   */
  static Frame read(int marker, byte[] jpeg, int start, int end) throws UnusualJpegException {
    int count = jpeg[start + 5] & 0xFF;
    if (jpeg[start] != 8 || end - start != FIXED + PER_COMPONENT * count) {
      throw new UnusualJpegException("frame header");
    }
    List<Component> components = new ArrayList<>();
    for (int at = start + FIXED; at < end; at += PER_COMPONENT) {
      int sampling = jpeg[at + 1] & 0xFF;
      components.add(
          new Component(jpeg[at] & 0xFF, sampling >>> 4, sampling & 0x0F, jpeg[at + 2] & 0xFF));
    }
    Frame frame =
        new Frame(
            marker == PROGRESSIVE, number(jpeg, start + 3), number(jpeg, start + 1), components);
    frame.check();
    return frame;
  }

  private static int number(byte[] jpeg, int at) {
    return (jpeg[at] & 0xFF) << 8 | (jpeg[at + 1] & 0xFF);
  }

  private void check() throws UnusualJpegException {
    boolean isUsual = width > 0 && height > 0 && (isGrey() || components.size() == 3);
    for (Component component : components) {
      isUsual &= isUsual(component.horizontal()) && isUsual(component.vertical());
      isUsual &= component.horizontal() <= luminance().horizontal();
      isUsual &= component.vertical() <= luminance().vertical();
    }
    if (!isGrey()) {
      Component blue = components.get(1);
      Component red = components.get(components.size() - 1);
      isUsual &= blue.horizontal() == red.horizontal() && blue.vertical() == red.vertical();
      isUsual &= blue.id() != red.id();
      isUsual &= blue.id() != luminance().id() && red.id() != luminance().id();
    }
    if (!isUsual) {
      throw new UnusualJpegException("components");
    }
  }

  private static boolean isUsual(int samplingFactor) {
    return samplingFactor == 1 || samplingFactor == 2;
  }

  /** Whether a component is a colour of half the resolution across and down. */
  boolean isHalved(Component component) {
    return component.horizontal() < luminance().horizontal()
        && component.vertical() < luminance().vertical();
  }

  boolean isGrey() {
    return components.size() == 1;
  }

  List<Integer> componentIds() {
    return components.stream().map(Component::id).toList();
  }

  Component luminance() {
    return components.get(0);
  }

  /** How many MCUs of an interleaved scan lie side by side. */
  int mcusAcross() {
    return ceilDiv(width, BLOCK * luminance().horizontal());
  }

  int mcusDown() {
    return ceilDiv(height, BLOCK * luminance().vertical());
  }

  /** How many of a component's blocks side by side show something of the image. */
  int blocksAcross(Component component) {
    return ceilDiv(ceilDiv(width * component.horizontal(), luminance().horizontal()), BLOCK);
  }

  int blocksDown(Component component) {
    return ceilDiv(ceilDiv(height * component.vertical(), luminance().vertical()), BLOCK);
  }

  static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
