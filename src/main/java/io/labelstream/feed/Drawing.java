package io.labelstream.feed;

import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws photographs anew: what leaves has the pixels of what came in and nothing else, so that
 * neither a script nor a place nor a name can be in it. Thread-safe.
 */
public final class Drawing {

  /** How large a photograph is drawn; never larger than it is. */
  public enum Size {
    /** For a gallery: 320 pixels on the longer side, or 240 at least where they cost much less. */
    THUMBNAIL(240, 320),
    /** For one alone: 2,048 pixels on the longer side. */
    FULL(2048, 2048);

    private final int enough;
    private final int longerSide;

    Size(int enough, int longerSide) {
      this.enough = enough;
      this.longerSide = longerSide;
    }
  }

  /** 24 megapixels, which some formats have to decode as a whole: 96 MB. */
  private static final ImageLimits LIMITS =
      new ImageLimits(
          ImageLimits.DEFAULT.maxBytes(),
          24_000_000,
          ImageLimits.DEFAULT.maxSide(),
          ImageLimits.DEFAULT.minSide());

  /** Below this, what two threads need at once is no concern. */
  private static final long LARGE_PIXELS = 4_000_000;

  private static final float QUALITY = 0.82f;
  private static final int LAST_UPRIGHT = 4;

  private final Semaphore large = new Semaphore(1);

  /**
   * Draws a JPEG, PNG or WebP as an sRGB JPEG, turned as its EXIF orientation says, on white where
   * it is transparent.
   *
   * @throws ImageRejectedException if it is no image that can be drawn, or has more than 24
   *     megapixels
   */
  public byte[] draw(byte[] encoded, Size size) throws ImageRejectedException {
    ImageHeader header = ImageHeader.read(encoded, LIMITS);
    boolean alone = (long) header.width() * header.height() > LARGE_PIXELS;
    if (alone) {
      large.acquireUninterruptibly();
    }
    try {
      BufferedImage decoded =
          PhotographDecoder.decode(encoded, header, size.enough, size.longerSide);
      return jpeg(turned(decoded, header.orientation(), size));
    } catch (IOException | RuntimeException e) {
      // Decoders throw whatever comes of damaged bytes.
      throw ImageHeader.undecodable("image is damaged or of a kind that cannot be drawn");
    } finally {
      if (alone) {
        large.release();
      }
    }
  }

  /**
   * @param orientation as EXIF has it, 1 to 8
   */
  private static BufferedImage turned(BufferedImage image, int orientation, Size size) {
    double scale =
        Math.min(1, (double) size.longerSide / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    boolean upright = orientation <= LAST_UPRIGHT;
    // The encoder takes whole rows of this kind, and each pixel by itself of one of ints.
    BufferedImage drawn =
        new BufferedImage(
            upright ? width : height, upright ? height : width, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = drawn.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, drawn.getWidth(), drawn.getHeight());
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.transform(turn(orientation, width, height));
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return drawn;
  }

  private static AffineTransform turn(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO would keep what it writes in a temporary file first.
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
