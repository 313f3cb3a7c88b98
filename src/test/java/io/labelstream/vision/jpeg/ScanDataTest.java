package io.labelstream.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanDataTest {

  private static final byte[] HEADER = {1, 2, 3};
  private static final int STEP = 5_003;

  @Test
  void leavesOutTheZerosBehindPrefixes() throws UnusualJpegException {
    for (int length = 1; length <= 40; length++) {
      for (int at = 0; at < length; at++) {
        byte[] data = new byte[length];
        data[at] = (byte) 0xFF;
        data[length - 1] = (byte) 0xFF;
        assertThat(readAll(data)).isEqualTo(data);
      }
    }
  }

  @Test
  void readsMoreThanFitsIntoAWindow() throws UnusualJpegException {
    byte[] data = new byte[300_000];
    new Random(1).nextBytes(data);
    for (int i = 100_000; i < 110_000; i++) {
      data[i] = (byte) 0xFF;
    }
    assertThat(readAll(data)).isEqualTo(data);
  }

  private static byte[] readAll(byte[] data) throws UnusualJpegException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(HEADER);
    for (byte value : data) {
      file.write(value);
      if (value == (byte) 0xFF) {
        file.write(0);
      }
    }
    int end = file.size();
    file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
    ScanData scan = new ScanData();
    scan.start(file.toByteArray(), HEADER.length);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (read.size() < data.length) {
      int count = Math.min(STEP, data.length - read.size());
      int bit = scan.bit();
      read.write(scan.window(), bit / Byte.SIZE, count);
      scan.goTo(bit + Byte.SIZE * count);
    }
    assertThat(scan.end()).isEqualTo(end);
    return read.toByteArray();
  }
}
