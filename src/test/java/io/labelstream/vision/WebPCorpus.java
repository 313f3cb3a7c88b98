package io.labelstream.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixCreate;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixSetRGBPixel;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemWebP;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;

/** WebP files, lossy, lossless and animated, with EXIF in both forms. */
final class WebPCorpus {

  private static final int RIFF_HEADER = 12;
  private static final int ANIMATION = 0x02;
  private static final int EXIF = 0x08;

  private WebPCorpus() {}

  static List<CorpusFile> of(String photograph, BufferedImage picture) {
    List<CorpusFile> files = new ArrayList<>();
    int width = picture.getWidth();
    int height = picture.getHeight();
    for (boolean lossless : new boolean[] {false, true}) {
      String name = photograph + ", WebP, " + (lossless ? "lossless" : "lossy");
      byte[] still = encode(picture, lossless);
      byte[] bitstream = Arrays.copyOfRange(still, RIFF_HEADER, still.length);
      files.add(new CorpusFile(name, still, picture));
      for (int orientation = 1; orientation <= 8; orientation++) {
        BufferedImage upright = CorpusFile.turned(picture, orientation);
        byte[] exif = CorpusFile.exif(orientation);
        for (byte[] content : List.of(exif, TestImages.join(TestImages.EXIF_PREFIX, exif))) {
          byte[] extended = extended(EXIF, width, height, bitstream, chunk("EXIF", content));
          files.add(new CorpusFile(name + ", EXIF " + orientation, extended, upright));
        }
      }
      byte[] frame = frame(0, 0, width, height, bitstream);
      byte[] second = frame(0, 0, 20, 20, new byte[0]);
      files.add(
          new CorpusFile(
              name + ", animated",
              extended(ANIMATION, width, height, chunk("ANIM", new byte[6]), frame, second),
              picture));
      BufferedImage canvas =
          new BufferedImage(width + 100, height + 60, BufferedImage.TYPE_INT_RGB);
      canvas.createGraphics().fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
      canvas.createGraphics().drawImage(picture, 40, 10, null);
      files.add(
          new CorpusFile(
              name + ", animated, the first frame within the canvas",
              extended(
                  ANIMATION,
                  width + 100,
                  height + 60,
                  chunk("ANIM", new byte[6]),
                  frame(40, 10, width, height, bitstream)),
              canvas));
    }
    return files;
  }

  /** A canvas with a frame that does not lie on it. */
  static byte[] frameOutside(BufferedImage picture) {
    byte[] still = encode(picture, false);
    byte[] bitstream = Arrays.copyOfRange(still, RIFF_HEADER, still.length);
    return extended(
        ANIMATION, 100, 100, frame(0, 0, picture.getWidth(), picture.getHeight(), bitstream));
  }

  private static byte[] encode(BufferedImage picture, boolean lossless) {
    PIX pix = pixCreate(picture.getWidth(), picture.getHeight(), 32);
    try (BytePointer data = new BytePointer();
        SizeTPointer size = new SizeTPointer(1)) {
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x < picture.getWidth(); x++) {
          int colour = picture.getRGB(x, y);
          pixSetRGBPixel(pix, x, y, colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF);
        }
      }
      pixWriteMemWebP(data, size, pix, 95, lossless ? 1 : 0);
      byte[] webp = new byte[(int) size.get()];
      data.get(webp);
      lept_free(data);
      return webp;
    } finally {
      pixDestroy(pix);
    }
  }

  private static byte[] extended(int flags, int width, int height, byte[]... chunks) {
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(flags);
    put24(header, width - 1);
    put24(header, height - 1);
    byte[] content = TestImages.join(chunk("VP8X", header.array()), TestImages.join(chunks));
    ByteBuffer riff = ByteBuffer.allocate(RIFF_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    riff.put("RIFF".getBytes(US_ASCII)).putInt(4 + content.length).put("WEBP".getBytes(US_ASCII));
    return TestImages.join(riff.array(), content);
  }

  private static byte[] frame(int x, int y, int width, int height, byte[] bitstream) {
    ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : new int[] {x / 2, y / 2, width - 1, height - 1, 100}) {
      put24(header, value);
    }
    return chunk("ANMF", TestImages.join(header.array(), bitstream));
  }

  private static byte[] chunk(String type, byte[] content) {
    int padded = content.length + (content.length & 1);
    ByteBuffer chunk = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(type.getBytes(US_ASCII)).putInt(content.length).put(content).array();
  }

  private static void put24(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >>> 16));
  }
}
