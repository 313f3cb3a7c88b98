package io.labelstream.vision;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.readHeaderMemJpeg;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.image.JpegHeader;
import io.labelstream.image.JpegMarkers;
import io.labelstream.image.JpegScans;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG by libjpeg-turbo.
 *
 * <p>Damage within a whole file, such as stray bytes before a restart, is tolerated, as viewers do.
 * libjpeg writes a line about the first damage in a scan or table to the process's stderr:
 * Leptonica gives it no other place, and libjpeg's own functions need an error handler that does
 * not return, which Java cannot give them.
 */
public final class JpegDecoder {

  private static final byte MARKER = (byte) 0xFF;
  private static final byte[] END_OF_IMAGE = {MARKER, (byte) JpegMarkers.END_OF_IMAGE};
  private static final byte[] NOTHING = {};

  private static final int START = 2;
  private static final int RESTARTS = 8;

  private final JpegPixels jpeg;
  private final ImageHeader header;
  private final int reduction;

  private JpegDecoder(JpegPixels jpeg, ImageHeader header, int reduction) {
    this.jpeg = jpeg;
    this.header = header;
    this.reduction = reduction;
  }

  /** Decodes a file whose header {@link JpegHeader} has read. */
  static DecodedImage decode(byte[] image, ImageHeader header, int reduction)
      throws ImageRejectedException {
    JpegMarkers markers = new JpegMarkers(ByteBuffer.wrap(image), START);
    JpegHeader details = JpegHeader.read(markers);
    JpegDecoder decoder = new JpegDecoder(new JpegPixels(image, details), header, reduction);
    return endsWithMarker(image) || JpegScans.check(markers, details)
        ? decoder.read(NOTHING)
        : decoder.readWithoutEnd();
  }

  /** Nearly every file ends with its marker, which saves a walk through the scans. */
  private static boolean endsWithMarker(byte[] jpeg) {
    return Arrays.equals(jpeg, jpeg.length - END_OF_IMAGE.length, jpeg.length, END_OF_IMAGE, 0, 2);
  }

  /**
   * Decodes a file without end marker, and refuses it if more is missing. libjpeg would make
   * missing data up from the bytes after it, so an image that is the same with two endings is
   * whole.
   */
  private DecodedImage readWithoutEnd() throws ImageRejectedException {
    DecodedImage image = read(END_OF_IMAGE);
    try (DecodedImage other = read(otherData())) {
      if (image.pixels().equals(other.pixels())) {
        return image;
      }
    } catch (ImageRejectedException e) {
      image.close();
      throw e;
    }
    image.close();
    throw ImageHeader.truncated();
  }

  /**
   * Makes coded data that no image ends with, once more after each restart that may be due, and the
   * end of an image.
   */
  private static byte[] otherData() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int restart = 0; restart <= 2 * RESTARTS; restart++) {
      for (int i = 0; i < 64; i++) {
        data.write(i * 37 % 0xFF);
      }
      data.write(MARKER);
      data.write(0xD0 + restart % RESTARTS);
    }
    data.writeBytes(END_OF_IMAGE);
    return data.toByteArray();
  }

  private DecodedImage read(byte[] ending) throws ImageRejectedException {
    return DecodedImage.of(readPix(ending), jpeg.layout(), ImageFormat.JPEG);
  }

  /** Nothing is decoded if libjpeg finds another size in the file than was checked. */
  private @Nullable PIX readPix(byte[] ending) throws ImageRejectedException {
    try (BytePointer file = jpeg.copy(ending);
        IntPointer width = new IntPointer(1);
        IntPointer height = new IntPointer(1);
        IntPointer none = new IntPointer()) {
      if (readHeaderMemJpeg(file, file.capacity(), width, height, none, none, none) != 0
          || width.get() != header.width()
          || height.get() != header.height()) {
        return null;
      }
      return pixReadMemJpeg(
          file, file.capacity(), 0, reduction, none, L_JPEG_CONTINUE_WITH_BAD_DATA);
    }
  }
}
