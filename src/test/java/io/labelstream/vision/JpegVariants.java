package io.labelstream.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;

/**
 * Sound JPEG files of many encoders: samplings, restarts, colours, and segments that add nothing.
 */
final class JpegVariants {

  private static final int[][] SAMPLINGS = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {4, 2}};
  private static final int RESTART_INTERVAL = 8;

  private JpegVariants() {}

  static List<CorpusFile> of(String photograph, BufferedImage picture) throws IOException {
    List<CorpusFile> files = new ArrayList<>();
    String name = photograph + ", JPEG, ";
    for (int[] sampling : SAMPLINGS) {
      for (boolean progressive : new boolean[] {false, true}) {
        for (int restartInterval : new int[] {0, RESTART_INTERVAL}) {
          files.add(
              new CorpusFile(
                  name
                      + Arrays.toString(sampling)
                      + (progressive ? ", progressive" : "")
                      + ", restarts "
                      + restartInterval,
                  JpegEncoder.encode(picture, sampling, progressive, restartInterval),
                  picture));
        }
      }
    }
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int value = picture.getRGB(i % width, i / width) >> 8 & 0xFF;
      grey.getRaster().setSample(i % width, i / width, 0, value);
      shown.setRGB(i % width, i / width, value * 0x010101);
    }
    files.add(
        new CorpusFile(name + "grey", JpegEncoder.encode(grey, SAMPLINGS[0], false, 0), shown));
    files.add(
        new CorpusFile(
            name + "YCCK",
            JpegCorpus.behindStart(
                JpegEncoder.encode(new IIOImage(ycck(picture), null, null), false),
                JpegCorpus.segment(0xEE, "Adobe\0d\0\0\0\0\2".getBytes(US_ASCII))),
            picture));
    byte[] plain = JpegEncoder.encode(picture, SAMPLINGS[0], false, 0);
    byte[] comment = JpegCorpus.segment(0xFE, new byte[] {(byte) 0xFF, (byte) 0xD9});
    byte[] profile = JpegCorpus.segment(0xE2, new byte[60_000]);
    byte[] otherExif =
        JpegCorpus.segment(0xE1, "http://ns.adobe.com/xap/1.0/\0".getBytes(US_ASCII));
    files.add(
        new CorpusFile(
            name + "an end marker in a comment", JpegCorpus.behindStart(plain, comment), picture));
    files.add(
        new CorpusFile(
            name + "a profile in four segments, and XMP",
            JpegCorpus.behindStart(plain, otherExif, profile, profile, profile, profile),
            picture));
    files.add(
        new CorpusFile(
            name + "a segment behind the scan, and zeros behind the end",
            TestImages.join(
                Arrays.copyOf(plain, plain.length - 2),
                otherExif,
                new byte[] {(byte) 0xFF, (byte) 0xD9},
                new byte[1_000_000]),
            picture));
    return files;
  }

  /**
   * The inks of {@link JpegCorpus#cmyk}, of which the first three go on as luminance and colour.
   */
  private static Raster ycck(BufferedImage picture) {
    Raster inks = JpegCorpus.cmyk(picture);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, picture.getWidth(), picture.getHeight(), 4, null);
    int[] pixel = new int[4];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        inks.getPixel(x, y, pixel);
        int red = 255 - pixel[0];
        int green = 255 - pixel[1];
        int blue = 255 - pixel[2];
        double luminance = 0.299 * red + 0.587 * green + 0.114 * blue;
        pixel[0] = (int) Math.round(luminance);
        pixel[1] = limited(128 + (blue - luminance) / 1.772);
        pixel[2] = limited(128 + (red - luminance) / 1.402);
        raster.setPixel(x, y, pixel);
      }
    }
    return raster;
  }

  private static int limited(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
