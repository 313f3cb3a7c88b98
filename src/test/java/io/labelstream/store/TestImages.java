package io.labelstream.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small images, each of its own content. */
public final class TestImages {

  private TestImages() {}

  /** A PNG that differs from that of any other number below 16 million. */
  public static byte[] png(int number) {
    BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(number));
    graphics.fillRect(0, 0, 32, 24);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The same image made larger by a chunk that no decoder looks at. */
  public static byte[] pngOfSize(int number, int size) {
    byte[] small = png(number);
    int padding = size - small.length - 12;
    byte[] large = new byte[size];
    // The padding goes before IEND, the last 12 bytes.
    int end = small.length - 12;
    System.arraycopy(small, 0, large, 0, end);
    large[end] = (byte) (padding >>> 24);
    large[end + 1] = (byte) (padding >>> 16);
    large[end + 2] = (byte) (padding >>> 8);
    large[end + 3] = (byte) padding;
    System.arraycopy("paDd".getBytes(US_ASCII), 0, large, end + 4, 4);
    System.arraycopy(small, end, large, size - 12, 12);
    return large;
  }
}
