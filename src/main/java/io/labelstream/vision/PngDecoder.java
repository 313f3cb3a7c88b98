package io.labelstream.vision;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageRejectedException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.leptonica.global.leptonica;

/**
 * Decodes PNG by the simplified interface of libpng, which is in Leptonica's library.
 *
 * <p>Leptonica's own reader makes a grey image with a colour key wholly transparent, passes over
 * the key of an image in colour, and refuses palette indexes beyond the palette; and libpng tells
 * the process's stderr of damage. The simplified interface keeps its messages.
 *
 * @see <a href="http://www.libpng.org/pub/png/libpng-manual.txt">libpng's manual, section V</a>
 */
final class PngDecoder {

  private static final Function BEGIN;
  private static final Function FINISH;
  private static final Function FREE;

  static {
    NativeLibraries.configure();
    // Leptonica is linked to libpng, so libpng's symbols are found through its library.
    NativeLibrary library = NativeLibrary.getInstance(Loader.load(leptonica.class));
    BEGIN = library.getFunction("png_image_begin_read_from_memory");
    FINISH = library.getFunction("png_image_finish_read");
    FREE = library.getFunction("png_image_free");
  }

  /** The members of {@code png_image}, whose layout its version number stands for. */
  private static final int SIZE = 104;

  private static final int VERSION = 8;
  private static final int WIDTH = 12;
  private static final int HEIGHT = 16;
  private static final int FORMAT = 20;
  private static final int FLAGS = 24;

  private static final int ALPHA = 0x01;
  private static final int COLOUR = 0x02;
  private static final int BLUE_FIRST = 0x10;
  private static final int ALPHA_FIRST = 0x20;

  /** This flag says that 16-bit samples are encoded as 8-bit ones are, and are not linear light. */
  private static final int SRGB_16_BIT = 0x04;

  private PngDecoder() {}

  static DecodedImage decode(byte[] png, ImageHeader header) throws ImageRejectedException {
    try (BytePointer data = new BytePointer(png);
        Memory image = new Memory(SIZE)) {
      image.clear();
      image.setInt(VERSION, 1);
      try {
        return decode(data, image, header);
      } finally {
        FREE.invokeVoid(new Object[] {image});
      }
    }
  }

  private static DecodedImage decode(BytePointer data, Memory image, ImageHeader header)
      throws ImageRejectedException {
    Object[] begin = {image, new Pointer(data.address()), data.capacity()};
    if (BEGIN.invokeInt(begin) == 0
        || image.getInt(WIDTH) != header.width()
        || image.getInt(HEIGHT) != header.height()) {
      throw DecodedImage.damaged(header.format());
    }
    boolean hasAlpha = (image.getInt(FORMAT) & ALPHA) != 0;
    // The order is that in memory, lowest byte first, which makes red the top byte of an int.
    image.setInt(FORMAT, COLOUR | ALPHA | BLUE_FIRST | ALPHA_FIRST);
    image.setInt(FLAGS, SRGB_16_BIT);
    IntPointer pixels = new IntPointer((long) header.width() * header.height());
    Object[] finish = {image, Pointer.NULL, new Pointer(pixels.address()), 0, Pointer.NULL};
    if (FINISH.invokeInt(finish) == 0) {
      pixels.close();
      throw DecodedImage.damaged(header.format());
    }
    return new DecodedImage(
        header.width(),
        header.height(),
        header.width(),
        hasAlpha ? PixelLayout.RGBA : PixelLayout.RGB,
        pixels.asBuffer(),
        pixels::close);
  }
}
