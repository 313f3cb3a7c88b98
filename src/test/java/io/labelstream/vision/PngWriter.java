package io.labelstream.vision;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG files of every kind, also such as no encoder in Java writes. */
final class PngWriter {

  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGBA = 6;

  /** First column, first row, and the steps between columns and rows of Adam7's seven passes. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final int colourType;
  private final int depth;
  private final boolean interlaced;
  private final ByteArrayOutputStream beforePixels = new ByteArrayOutputStream();
  private final ByteArrayOutputStream behindPixels = new ByteArrayOutputStream();

  /** Raw samples, of as many bits as the depth. */
  interface Samples {
    int at(int x, int y, int channel);
  }

  PngWriter(int colourType, int depth, boolean interlaced) {
    this.colourType = colourType;
    this.depth = depth;
    this.interlaced = interlaced;
  }

  PngWriter before(String type, byte[] data) {
    beforePixels.writeBytes(chunk(type, data));
    return this;
  }

  PngWriter behind(String type, byte[] data) {
    behindPixels.writeBytes(chunk(type, data));
    return this;
  }

  byte[] write(int width, int height, Samples samples) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colourType)
            .putShort((short) 0)
            .put((byte) (interlaced ? 1 : 0))
            .array();
    return TestImages.join(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
        chunk("IHDR", header),
        beforePixels.toByteArray(),
        chunk("IDAT", compressed(width, height, samples)),
        behindPixels.toByteArray(),
        chunk("IEND", new byte[0]));
  }

  byte[] compressed(int width, int height, Samples samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int[] pass : interlaced ? ADAM7 : ONE_PASS) {
        for (int y = pass[1]; y < height && pass[0] < width; y += pass[3]) {
          out.write(0);
          out.write(row(y, pass[0], pass[2], width, samples));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] row(int y, int firstColumn, int step, int width, Samples samples) {
    int channels = channels(colourType);
    int columns = (width - firstColumn + step - 1) / step;
    byte[] row = new byte[(columns * channels * depth + 7) / 8];
    int bit = 0;
    for (int x = firstColumn; x < width; x += step) {
      for (int channel = 0; channel < channels; channel++) {
        int sample = samples.at(x, y, channel);
        for (int i = depth - 1; i >= 0; i--, bit++) {
          row[bit / 8] |= (byte) ((sample >> i & 1) << (7 - bit % 8));
        }
      }
    }
    return row;
  }

  static int channels(int colourType) {
    return switch (colourType) {
      case RGB -> 3;
      case GREY_ALPHA -> 2;
      case RGBA -> 4;
      default -> 1;
    };
  }

  static byte[] chunk(String type, byte[] data) {
    byte[] body = TestImages.join(type.getBytes(StandardCharsets.US_ASCII), data);
    CRC32 crc = new CRC32();
    crc.update(body);
    return ByteBuffer.allocate(8 + body.length)
        .putInt(data.length)
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }
}
