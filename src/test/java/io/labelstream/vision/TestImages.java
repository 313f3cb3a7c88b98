package io.labelstream.vision;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** Images that were drawn for the tests, and headers without an image behind them. */
public final class TestImages {

  static final InputSpec SPEC =
      new InputSpec(224, 256, InputSpec.ChannelOrder.BGR, List.of(103.939f, 116.779f, 123.68f));

  /** What JPEG has in front of an EXIF block, and some encoders write into PNG and WebP as well. */
  static final byte[] EXIF_PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private TestImages() {}

  /** A file of this package's resources. */
  public static byte[] read(String name) {
    try (InputStream in =
        Objects.requireNonNull(TestImages.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PNG of a few bytes that claims any size. */
  static byte[] pngOfSize(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12);
    png.putLong(0x89504E470D0A1A0AL);
    byte[] header =
        ByteBuffer.allocate(17)
            .putInt(0x49484452)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    png.putInt(13).put(header).putInt(crc(header));
    byte[] end = {'I', 'E', 'N', 'D'};
    png.putInt(0).put(end).putInt(crc(end));
    return png.array();
  }

  /** A JPEG with another size in its frame header. */
  static byte[] jpegOfSize(int width, int height) {
    byte[] jpeg = read("baseline.jpg");
    for (int i = 2; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new AssertionError("no frame header");
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
