package io.labelstream.vision;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** PNG files of every colour type, depth and interlacing, with colour keys, palettes and EXIF. */
final class PngCorpus {

  private enum Key {
    NONE,
    USED,
    UNUSED
  }

  private PngCorpus() {}

  static List<CorpusFile> of(String photograph, BufferedImage picture) {
    List<CorpusFile> files = new ArrayList<>();
    for (boolean adam7 : new boolean[] {false, true}) {
      for (Key key : Key.values()) {
        for (int depth : new int[] {1, 2, 4, 8, 16}) {
          files.add(direct(photograph, picture, PngWriter.GREY, depth, adam7, key));
        }
        for (int depth : new int[] {8, 16}) {
          files.add(direct(photograph, picture, PngWriter.RGB, depth, adam7, key));
        }
      }
      for (int depth : new int[] {1, 2, 4, 8}) {
        files.add(palette(photograph, picture, depth, adam7));
      }
    }
    for (int orientation = 1; orientation <= 8; orientation++) {
      files.add(turned(photograph, picture, orientation));
    }
    return files;
  }

  private static CorpusFile direct(
      String photograph, BufferedImage picture, int type, int depth, boolean adam7, Key key) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int max = (1 << depth) - 1;
    int channels = type == PngWriter.RGB ? 3 : 1;
    int[][] samples = new int[width * height][channels];
    for (int i = 0; i < samples.length; i++) {
      int colour = picture.getRGB(i % width, i / width);
      for (int c = 0; c < channels; c++) {
        int value = type == PngWriter.RGB ? colour >> (16 - 8 * c) & 0xFF : grey(colour);
        // Odd low bytes, which a comparison at 8 bits would not tell apart.
        samples[i][c] = depth == 16 ? value << 8 | (i * 7 + c) % 251 : (value * max + 127) / 255;
      }
    }
    int[] transparent =
        key == Key.USED
            ? samples[samples.length / 2 + width / 2].clone()
            : unused(samples, channels, max);
    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < samples.length; i++) {
      boolean white = key != Key.NONE && Arrays.equals(samples[i], transparent);
      int colour = 0;
      for (int c = 0; c < 3; c++) {
        colour = colour << 8 | Math.round(samples[i][c % channels] * 255f / max);
      }
      upright.setRGB(i % width, i / width, white ? 0xFFFFFF : colour);
    }
    PngWriter writer = new PngWriter(type, depth, adam7);
    if (key != Key.NONE) {
      ByteBuffer content = ByteBuffer.allocate(2 * channels);
      for (int value : transparent) {
        content.putShort((short) value);
      }
      writer.before("tRNS", content.array());
    }
    String name =
        photograph + ", type " + type + ", depth " + depth + ", Adam7 " + adam7 + ", key ";
    return new CorpusFile(name + key, png(picture, writer, samples), upright);
  }

  /** A key that occurs in no pixel, unless all occur, of which there is one at the most then. */
  private static int[] unused(int[][] samples, int channels, int max) {
    int[] key = new int[channels];
    for (int value = max; value >= 0; value--) {
      Arrays.fill(key, value);
      if (Arrays.stream(samples).noneMatch(key2 -> Arrays.equals(key2, key))) {
        return key;
      }
    }
    return key;
  }

  /** A grey palette without its darkest colour, whose pixels point beyond it and are black. */
  private static CorpusFile palette(
      String photograph, BufferedImage picture, int depth, boolean adam7) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int max = (1 << depth) - 1;
    int[][] samples = new int[width * height][1];
    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    byte[] palette = new byte[3 * max];
    for (int i = 0; i < max; i++) {
      Arrays.fill(palette, 3 * i, 3 * i + 3, (byte) (255 - i * 255 / max));
    }
    for (int i = 0; i < samples.length; i++) {
      int index = max - (grey(picture.getRGB(i % width, i / width)) * max + 127) / 255;
      samples[i][0] = index;
      int grey = index == max ? 0 : palette[3 * index] & 0xFF;
      upright.setRGB(i % width, i / width, grey * 0x010101);
    }
    return new CorpusFile(
        photograph + ", palette, depth " + depth + ", Adam7 " + adam7 + ", index beyond it",
        png(
            picture,
            new PngWriter(PngWriter.PALETTE, depth, adam7).before("PLTE", palette),
            samples),
        upright);
  }

  /** EXIF with JPEG's prefix for even ones, and a second block that must not count. */
  private static CorpusFile turned(String photograph, BufferedImage picture, int orientation) {
    byte[] exif = CorpusFile.exif(orientation);
    if (orientation % 2 == 0) {
      exif = TestImages.join(TestImages.EXIF_PREFIX, exif);
    }
    PngWriter writer =
        new PngWriter(PngWriter.RGB, 8, false)
            .before("eXIf", exif)
            .before("eXIf", CorpusFile.exif(3));
    int width = picture.getWidth();
    int[][] samples = new int[width * picture.getHeight()][3];
    for (int i = 0; i < samples.length; i++) {
      int colour = picture.getRGB(i % width, i / width);
      samples[i] = new int[] {colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF};
    }
    return new CorpusFile(
        photograph + ", PNG, orientation " + orientation,
        png(picture, writer, samples),
        CorpusFile.turned(picture, orientation));
  }

  private static int grey(int colour) {
    return ((colour >> 16 & 0xFF) * 299 + (colour >> 8 & 0xFF) * 587 + (colour & 0xFF) * 114)
        / 1000;
  }

  private static byte[] png(BufferedImage picture, PngWriter writer, int[][] samples) {
    int width = picture.getWidth();
    return writer.write(
        width, picture.getHeight(), (x, y, channel) -> samples[y * width + x][channel]);
  }
}
