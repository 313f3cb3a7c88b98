package io.labelstream.tools.tuning;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Ten labels to try the example with where there are no photographs yet: ten pieces of the three
 * photographs that come with the project, each cut out many times with its place, its size, its
 * light and its sides changed by chance. Whoever has seen one of a piece has nearly seen all, so
 * that how often a model is right on them says nothing of it.
 */
final class ExamplePhotographs {

  private static final int SIDE = 256;
  private static final int KNOWN = 16;
  private static final int NEW = 10;
  private static final double LARGEST_CHANGE = 0.15;

  /** A square of a photograph, in its pixels. */
  private record Piece(String label, String photograph, int x, int y, int side) {}

  private static final List<Piece> PIECES =
      List.of(
          new Piece("buildings", "tripod.png", 395, 115, 110),
          new Piece("ear", "chelsea.png", 345, 5, 90),
          new Piece("espresso", "coffee.png", 185, 30, 200),
          new Piece("eye", "chelsea.png", 120, 70, 95),
          new Piece("face", "tripod.png", 165, 70, 110),
          new Piece("handle", "coffee.png", 185, 220, 95),
          new Piece("nose", "chelsea.png", 215, 195, 95),
          new Piece("spoon", "coffee.png", 315, 230, 105),
          new Piece("tripod", "tripod.png", 215, 300, 190),
          new Piece("wood", "coffee.png", 470, 40, 110));

  private final Path photographs;
  private final Random random = new Random(1);

  /**
   * @param photographs the folder of those that come with the project
   */
  ExamplePhotographs(Path photographs) {
    this.photographs = photographs;
  }

  /** Writes them into {@code known}, to train with, and {@code new}, each in a folder by label. */
  void write(Path directory) throws IOException {
    for (Piece piece : PIECES) {
      BufferedImage photograph = read(photographs.resolve(piece.photograph()));
      write(piece, photograph, directory.resolve("known"), KNOWN);
      write(piece, photograph, directory.resolve("new"), NEW);
    }
  }

  private static BufferedImage read(Path file) throws IOException {
    BufferedImage photograph = ImageIO.read(file.toFile());
    if (photograph == null) {
      throw new IOException(file + " is no photograph");
    }
    return photograph;
  }

  private void write(Piece piece, BufferedImage photograph, Path parent, int count)
      throws IOException {
    Path folder = Files.createDirectories(parent.resolve(piece.label()));
    for (int i = 1; i <= count; i++) {
      Path file = folder.resolve("%s-%02d.jpg".formatted(piece.label(), i));
      ImageIO.write(vary(piece, photograph), "jpg", file.toFile());
    }
  }

  private BufferedImage vary(Piece piece, BufferedImage photograph) {
    int side = Math.min((int) (piece.side() * change()), photograph.getHeight());
    int shift = (int) (piece.side() * LARGEST_CHANGE);
    int x = within(piece.x() + random.nextInt(-shift, shift + 1), photograph.getWidth() - side);
    int y = within(piece.y() + random.nextInt(-shift, shift + 1), photograph.getHeight() - side);
    boolean mirrored = random.nextBoolean();
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        photograph,
        mirrored ? SIDE : 0,
        0,
        mirrored ? 0 : SIDE,
        SIDE,
        x,
        y,
        x + side,
        y + side,
        null);
    graphics.dispose();
    light(image, change());
    return image;
  }

  private double change() {
    return 1 + random.nextDouble(-LARGEST_CHANGE, LARGEST_CHANGE);
  }

  private static int within(int position, int last) {
    return Math.max(0, Math.min(position, last));
  }

  private static void light(BufferedImage image, double factor) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int pixel = image.getRGB(x, y);
        int lit = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          lit |= Math.min(255, (int) ((pixel >> shift & 0xFF) * factor)) << shift;
        }
        image.setRGB(x, y, lit);
      }
    }
  }
}
