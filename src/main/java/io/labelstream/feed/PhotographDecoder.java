package io.labelstream.feed;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.vision.jpeg.EighthJpeg;
import io.labelstream.vision.jpeg.EighthJpegDecoder;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes as many of a photograph's pixels as are needed to draw it. */
final class PhotographDecoder {

  private static final int EIGHTH = 8;

  private PhotographDecoder() {}

  /**
   * Decodes an image of which the header was checked.
   *
   * @param enough a longer side, in pixels, of which an eighth of a JPEG is taken as it is
   * @param most a longer side; the result has at most about four times as much, so that it can be
   *     made smaller without moiré
   * @throws IOException if the image is damaged; decoders throw other exceptions as well
   */
  static BufferedImage decode(byte[] encoded, ImageHeader header, int enough, int most)
      throws IOException {
    int longer = Math.max(header.width(), header.height());
    if (header.format() == ImageFormat.JPEG && longer >= EIGHTH * enough) {
      Optional<EighthJpeg> eighth = new EighthJpegDecoder().decode(encoded);
      if (eighth.isPresent()) {
        return image(eighth.get());
      }
    }
    return read(encoded, header.format(), Math.max(1, longer / (2 * most)));
  }

  private static BufferedImage image(EighthJpeg jpeg) {
    BufferedImage image =
        new BufferedImage(jpeg.width(), jpeg.height(), BufferedImage.TYPE_INT_RGB);
    int[] target = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    IntBuffer pixels = jpeg.pixels();
    for (int i = 0; i < target.length; i++) {
      target[i] = pixels.get(i) >>> Byte.SIZE;
    }
    return image;
  }

  /** Takes a pixel in so many, across and down. */
  private static BufferedImage read(byte[] encoded, ImageFormat format, int step)
      throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.id());
    ImageReader reader = readers.next();
    try (ImageInputStream in = new ByteArrayImageInputStream(encoded)) {
      reader.setInput(in, true, true);
      ImageReadParam parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(step, step, 0, 0);
      return reader.read(0, parameters);
    } finally {
      reader.dispose();
    }
  }
}
