package io.labelstream.vision;

import io.labelstream.image.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Damages image files as disks, networks and faulty programs do. */
final class Mutation {

  private static final int SIGNATURE = 8;
  private static final int CHUNK_OVERHEAD = 12;

  private final Random random;

  Mutation(long seed) {
    random = new Random(seed);
  }

  /**
   * The file with one to three kinds of damage. What would only stop a decoder early is mended in
   * most: the checksums of PNG and the size of WebP.
   *
   * @param other a file of the same format, of which a piece may be taken
   */
  byte[] of(byte[] file, byte[] other, ImageFormat format) {
    if (format == ImageFormat.PNG && random.nextBoolean()) {
      // Compressed data are hardly ever still such after damage.
      return DamagedPngPixels.of(file, rows -> flip(rows, 0, rows.length));
    }
    byte[] mutant = file.clone();
    for (int i = random.nextInt(3); i >= 0 && mutant.length > 32; i--) {
      mutant = damage(mutant, other);
    }
    if (random.nextInt(8) > 0) {
      mend(mutant, format);
    }
    return mutant;
  }

  private byte[] damage(byte[] file, byte[] other) {
    // Headers are small, and what is wrong in them matters most.
    int from = random.nextInt(random.nextBoolean() ? Math.min(700, file.length) : file.length);
    int length = Math.min(1 + random.nextInt(64), file.length - from);
    byte[] before = Arrays.copyOf(file, from);
    byte[] block = Arrays.copyOfRange(file, from, from + length);
    byte[] behind = Arrays.copyOfRange(file, from + length, file.length);
    return switch (random.nextInt(8)) {
      case 0 -> before.length > 64 ? before : file;
      case 1 -> TestImages.join(before, behind);
      case 2 -> TestImages.join(before, block, block, behind);
      case 3 -> {
        byte[] noise = new byte[1 + random.nextInt(16)];
        random.nextBytes(noise);
        yield TestImages.join(before, noise, block, behind);
      }
      case 4 -> {
        int start = random.nextInt(other.length);
        int end = Math.min(other.length, start + random.nextInt(512));
        yield TestImages.join(before, Arrays.copyOfRange(other, start, end), behind);
      }
      case 5 -> {
        file[from] = (byte) new int[] {0, 1, 127, 128, 254, 255}[random.nextInt(6)];
        yield file;
      }
      default -> {
        flip(file, from, length);
        yield file;
      }
    };
  }

  private void flip(byte[] bytes, int from, int length) {
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private static void mend(byte[] file, ImageFormat format) {
    if (format == ImageFormat.WEBP && file.length >= 8) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
    } else if (format == ImageFormat.PNG) {
      ByteBuffer buffer = ByteBuffer.wrap(file);
      int position = SIGNATURE;
      while (position <= file.length - CHUNK_OVERHEAD) {
        int length = buffer.getInt(position);
        if (length < 0 || length > file.length - position - CHUNK_OVERHEAD) {
          return;
        }
        CRC32 crc = new CRC32();
        crc.update(file, position + 4, 4 + length);
        buffer.putInt(position + 8 + length, (int) crc.getValue());
        position += CHUNK_OVERHEAD + length;
      }
    }
  }
}
