package io.labelstream.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;

/** JPEG files as cameras, editors and faulty programs write them. */
final class JpegCorpus {

  private static final byte[] ADOBE = segment(0xEE, "Adobe\0d\0\0\0\0\0".getBytes(US_ASCII));

  private JpegCorpus() {}

  static List<CorpusFile> of(String photograph, BufferedImage picture) throws IOException {
    List<CorpusFile> files = new ArrayList<>();
    byte[] plain = JpegEncoder.encode(new IIOImage(picture, null, null), false);
    byte[] progressive = JpegEncoder.encode(new IIOImage(picture, null, null), true);
    String name = photograph + ", JPEG, ";
    files.add(new CorpusFile(name + "baseline", plain, picture));
    files.add(new CorpusFile(name + "progressive", progressive, picture));
    for (byte[] jpeg : List.of(plain, progressive)) {
      byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 2);
      files.add(new CorpusFile(name + "without end marker", cut, picture));
      files.add(
          new CorpusFile(
              name + "half an end marker", Arrays.copyOf(jpeg, jpeg.length - 1), picture));
      files.add(new CorpusFile(name + "data behind it", TestImages.join(jpeg, cut), picture));
    }
    byte[] cmyk = JpegEncoder.encode(new IIOImage(cmyk(picture), null, null), false);
    files.add(new CorpusFile(name + "CMYK without Adobe marker", cmyk, picture));
    files.add(new CorpusFile(name + "CMYK", behindStart(cmyk, ADOBE), picture));
    for (int orientation = 1; orientation <= 8; orientation++) {
      byte[] exif = exif(CorpusFile.exif(orientation));
      BufferedImage upright = CorpusFile.turned(picture, orientation);
      files.add(new CorpusFile(name + "EXIF " + orientation, behindStart(plain, exif), upright));
      byte[] other = exif(CorpusFile.exif(1 + orientation % 8));
      files.add(
          new CorpusFile(
              name + "the first EXIF is " + orientation, behindStart(plain, exif, other), upright));
    }
    byte[] whole = CorpusFile.exif(6);
    files.add(
        new CorpusFile(
            name + "EXIF that goes on in a second segment",
            behindStart(
                plain,
                exif(Arrays.copyOf(whole, 9)),
                exif(Arrays.copyOfRange(whole, 9, whole.length))),
            CorpusFile.turned(picture, 6)));
    byte[][] strays = {
      {0, 0, 0},
      {'\r', '\n'},
      new byte[100],
      {0, (byte) 0xE1, 0, 4, 1, 2},
      {(byte) 0xFF, 0},
      {(byte) 0xFF, (byte) 0xFF},
      {(byte) 0xFF, (byte) 0xE0, 0, 0},
      {(byte) 0xFF, (byte) 0xE1, 0, 4, 'E', 'x', 'i', 'f', 0, 0}
    };
    for (int marker : new int[] {0xDB, 0xC0, 0xC4, 0xDA}) {
      for (byte[] stray : strays) {
        files.add(
            new CorpusFile(
                name
                    + "stray "
                    + Arrays.toString(Arrays.copyOf(stray, Math.min(9, stray.length)))
                    + " before FF "
                    + Integer.toHexString(marker),
                before(plain, marker, stray),
                picture));
      }
    }
    return files;
  }

  /** Part of a scan's data is missing: no picture but a damaged file. */
  static List<byte[]> cut(BufferedImage picture) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] jpeg = JpegEncoder.encode(new IIOImage(picture, null, null), progressive);
      for (int percent : new int[] {20, 50, 80, 95, 99}) {
        files.add(Arrays.copyOf(jpeg, (int) (jpeg.length * (percent / 100.0))));
      }
    }
    return files;
  }

  /** Inverted inks, as nearly all such files have them, with as much black as there can be. */
  static Raster cmyk(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = picture.getRGB(x, y);
        int red = colour >> 16 & 0xFF;
        int green = colour >> 8 & 0xFF;
        int blue = colour & 0xFF;
        int brightest = Math.max(1, Math.max(red, Math.max(green, blue)));
        raster.setPixel(
            x,
            y,
            new int[] {
              red * 255 / brightest, green * 255 / brightest, blue * 255 / brightest, brightest
            });
      }
    }
    return raster;
  }

  private static byte[] exif(byte[] content) {
    return segment(0xE1, TestImages.join(TestImages.EXIF_PREFIX, content));
  }

  static byte[] segment(int marker, byte[] content) {
    int length = content.length + 2;
    return TestImages.join(
        new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, content);
  }

  static byte[] behindStart(byte[] jpeg, byte[]... segments) {
    return TestImages.join(
        Arrays.copyOf(jpeg, 2),
        TestImages.join(segments),
        Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private static byte[] before(byte[] jpeg, int marker, byte[] stray) {
    int position = 2;
    while ((jpeg[position + 1] & 0xFF) != marker) {
      position += 2 + (ByteBuffer.wrap(jpeg).getShort(position + 2) & 0xFFFF);
    }
    return TestImages.join(
        Arrays.copyOf(jpeg, position), stray, Arrays.copyOfRange(jpeg, position, jpeg.length));
  }
}
