package io.labelstream.vision;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Damages the filtered rows that a PNG file compresses, filter types included. */
final class DamagedPngPixels {

  private static final int SIGNATURE = 8;
  private static final int IDAT = 0x49444154;

  private DamagedPngPixels() {}

  /** The file with its rows compressed again, in one chunk. */
  static byte[] of(byte[] png, Consumer<byte[]> damage) {
    ByteBuffer file = ByteBuffer.wrap(png);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    before.write(png, 0, SIGNATURE);
    int position = SIGNATURE;
    while (position < png.length) {
      int length = file.getInt(position);
      if (file.getInt(position + 4) == IDAT) {
        compressed.write(png, position + 8, length);
      } else {
        (compressed.size() == 0 ? before : behind).write(png, position, length + 12);
      }
      position += length + 12;
    }
    byte[] rows = inflate(compressed.toByteArray());
    damage.accept(rows);
    return TestImages.join(
        before.toByteArray(), PngWriter.chunk("IDAT", deflate(rows)), behind.toByteArray());
  }

  private static byte[] inflate(byte[] compressed) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] deflate(byte[] rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
