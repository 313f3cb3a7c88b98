package io.labelstream.vision;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The same pre-processing of what Java's own decoders see, with the plugins of TwelveMonkeys. */
final class IndependentDecoder {

  private final CentreCrop crop = new CentreCrop(TestImages.SPEC);

  static {
    ImageIO.setUseCache(false);
  }

  /**
   * Decodes an image.
   *
   * @param header of which the orientation is taken, as these decoders know none
   * @return whether it could be decoded; the target's content is undefined otherwise
   */
  boolean decode(byte[] image, ImageHeader header, ImageTensor target) {
    Optional<BufferedImage> read = read(image, header.format());
    read.ifPresent(
        picture -> {
          int width = picture.getWidth();
          int height = picture.getHeight();
          IntBuffer pixels = IntBuffer.wrap(pixels(picture));
          PixelLayout layout =
              picture.getColorModel().hasAlpha() ? PixelLayout.RGBA : PixelLayout.RGB;
          try (DecodedImage decoded =
              new DecodedImage(width, height, width, layout, pixels, () -> {})) {
            crop.apply(decoded, header.orientation(), target);
          }
        });
    return read.isPresent();
  }

  private static Optional<BufferedImage> read(byte[] image, ImageFormat format) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.id()).next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(image))) {
      reader.setInput(in, true, true);
      return Optional.of(reader.read(0));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    ColorModel model = picture.getColorModel();
    int[] pixels = new int[width * picture.getHeight()];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        boolean isGrey = model.getNumColorComponents() == 1 && !(model instanceof IndexColorModel);
        int argb = isGrey ? grey(picture.getRaster(), model, x, y) : picture.getRGB(x, y);
        pixels[y * width + x] = Integer.rotateLeft(argb, 8);
      }
    }
    return pixels;
  }

  /** Java takes grey for linear light, and would make it lighter. */
  private static int grey(Raster raster, ColorModel model, int x, int y) {
    int grey = eightBits(raster, model, x, y, 0);
    int alpha = model.hasAlpha() ? eightBits(raster, model, x, y, 1) : 255;
    return alpha << 24 | grey * 0x010101;
  }

  private static int eightBits(Raster raster, ColorModel model, int x, int y, int band) {
    int maximum = (1 << model.getComponentSize(band)) - 1;
    return (raster.getSample(x, y, band) * 255 + maximum / 2) / maximum;
  }
}
