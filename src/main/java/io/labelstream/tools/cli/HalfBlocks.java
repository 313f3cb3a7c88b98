package io.labelstream.tools.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A photograph on a terminal of 24-bit colours: each character is one pixel above another. */
final class HalfBlocks {

  private static final String UPPER_HALF = "▀";
  private static final String RESET = "\033[0m";

  private HalfBlocks() {}

  /**
   * Draws the middle of a photograph.
   *
   * @param jpeg as this program has drawn it
   * @param columns characters of a line
   * @return a line for each row
   */
  static List<String> draw(byte[] jpeg, int columns, int rows) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    int height = 2 * rows;
    double scale =
        Math.max((double) columns / image.getWidth(), (double) height / image.getHeight());
    int scaledWidth = Math.max(columns, (int) Math.round(image.getWidth() * scale));
    int scaledHeight = Math.max(height, (int) Math.round(image.getHeight() * scale));
    BufferedImage pixels = new BufferedImage(columns, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = pixels.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        image,
        (columns - scaledWidth) / 2,
        (height - scaledHeight) / 2,
        scaledWidth,
        scaledHeight,
        null);
    graphics.dispose();
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < height; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < columns; x++) {
        line.append(colour("38", pixels.getRGB(x, y)))
            .append(colour("48", pixels.getRGB(x, y + 1)))
            .append(UPPER_HALF);
      }
      lines.add(line.append(RESET).toString());
    }
    return lines;
  }

  private static String colour(String ground, int rgb) {
    return "\033["
        + ground
        + ";2;"
        + (rgb >> 16 & 255)
        + ";"
        + (rgb >> 8 & 255)
        + ";"
        + (rgb & 255)
        + "m";
  }
}
