package io.labelstream.vision.jpeg;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables and the restart interval that hold for the scans behind them, T.81 section B.2.4. */
final class Tables {

  private static final int SLOTS = 4;
  private static final int AC = 0x10;
  private static final int SIXTEEN_BITS = 0x10;
  private static final int MAX_SYMBOLS = 256;

  /** The difference of two blocks of 8-bit samples has so many bits at the most. */
  private static final int MAX_DC_SYMBOL = 11;

  /**
   * Encoders' largest quantizer is some ten times the first. With a larger one, coefficients that
   * are left out would be seen.
   */
  private static final int MAX_QUANTIZER = 16;

  private final int[][] quantizers = new int[SLOTS][];
  private final boolean[] hasQuantizer = new boolean[SLOTS];
  private final @Nullable HuffmanCode[] codes = new HuffmanCode[AC + SLOTS];
  private final boolean[] hasCode = new boolean[AC + SLOTS];

  /** The tables of the codes for AC coefficients, made when they are needed first. */
  private final @Nullable SkipTable[] skips = new SkipTable[SLOTS];

  private final @Nullable LowTable[] lows = new LowTable[SLOTS];

  private int restartInterval;

  /** Forgets all, but keeps what can serve again where the next file has the same codes. */
  void clear() {
    Arrays.fill(hasQuantizer, false);
    Arrays.fill(hasCode, false);
    restartInterval = 0;
  }

  /** Reads a DQT segment's content. */
  void addQuantizers(byte[] jpeg, int start, int end) throws UnusualJpegException {
    int position = start;
    while (position < end) {
      int kind = jpeg[position++] & 0xFF;
      int bytes = kind >= SIXTEEN_BITS ? 2 : 1;
      int slot = kind % SIXTEEN_BITS;
      if (kind >= 2 * SIXTEEN_BITS
          || slot >= SLOTS
          || end - position < bytes * Component.COEFFICIENTS) {
        throw new UnusualJpegException("quantization table");
      }
      quantizers[slot] = quantizers(jpeg, position, bytes);
      hasQuantizer[slot] = true;
      position += bytes * Component.COEFFICIENTS;
    }
  }

  private static int[] quantizers(byte[] jpeg, int position, int bytes)
      throws UnusualJpegException {
    int[] quantizers = new int[Component.COEFFICIENTS];
    for (int k = 0; k < quantizers.length; k++) {
      int at = position + bytes * k;
      quantizers[k] = bytes == 1 ? jpeg[at] & 0xFF : (jpeg[at] & 0xFF) << 8 | (jpeg[at + 1] & 0xFF);
      if (quantizers[k] > MAX_QUANTIZER * quantizers[0]) {
        throw new UnusualJpegException("quantizers that differ too much");
      }
    }
    return quantizers;
  }

  /** Reads a DHT segment's content. */
  void addCodes(byte[] jpeg, int start, int end) throws UnusualJpegException {
    int position = start;
    while (position < end) {
      int slot = jpeg[position++] & 0xFF;
      if (slot % AC >= SLOTS || slot >= AC + SLOTS || end - position < HuffmanCode.MAX_LENGTH) {
        throw new UnusualJpegException("Huffman table");
      }
      byte[] counts = Arrays.copyOfRange(jpeg, position, position + HuffmanCode.MAX_LENGTH);
      position += HuffmanCode.MAX_LENGTH;
      int count = 0;
      for (byte ofLength : counts) {
        count += ofLength & 0xFF;
      }
      if (count > MAX_SYMBOLS || end - position < count) {
        throw new UnusualJpegException("Huffman table");
      }
      setCode(slot, counts, Arrays.copyOfRange(jpeg, position, position + count));
      position += count;
    }
  }

  private void setCode(int slot, byte[] counts, byte[] symbols) throws UnusualJpegException {
    HuffmanCode before = codes[slot];
    if (before == null || !before.isDefinedBy(counts, symbols)) {
      HuffmanCode code = new HuffmanCode(counts, symbols);
      if (slot < AC && code.largestSymbol() > MAX_DC_SYMBOL) {
        throw new UnusualJpegException("Huffman table");
      }
      codes[slot] = code;
      if (slot >= AC) {
        skips[slot - AC] = null;
        lows[slot - AC] = null;
      }
    }
    hasCode[slot] = true;
  }

  /** Reads a DRI segment's content. */
  void setRestartInterval(byte[] jpeg, int start, int end) throws UnusualJpegException {
    if (end - start != 2) {
      throw new UnusualJpegException("restart interval");
    }
    restartInterval = (jpeg[start] & 0xFF) << 8 | (jpeg[start + 1] & 0xFF);
  }

  /** After how many MCUs a scan restarts, or 0 if it does not. */
  int restartInterval() {
    return restartInterval;
  }

  /** The coefficients' quantizers, in the order of the scans. */
  int[] quantizers(int slot) throws UnusualJpegException {
    if (slot >= SLOTS || !hasQuantizer[slot]) {
      throw new UnusualJpegException("quantization table that is missing");
    }
    return quantizers[slot];
  }

  HuffmanCode dcCode(int slot) throws UnusualJpegException {
    return code(slot, 0);
  }

  HuffmanCode acCode(int slot) throws UnusualJpegException {
    return code(slot, AC);
  }

  SkipTable skipTable(int slot) throws UnusualJpegException {
    return ofAcCode(skips, slot, SkipTable::new);
  }

  LowTable lowTable(int slot) throws UnusualJpegException {
    return ofAcCode(lows, slot, LowTable::new);
  }

  private <T> T ofAcCode(@Nullable T[] made, int slot, Function<HuffmanCode, T> make)
      throws UnusualJpegException {
    HuffmanCode code = acCode(slot);
    T table = made[slot];
    if (table == null) {
      table = make.apply(code);
      made[slot] = table;
    }
    return table;
  }

  private HuffmanCode code(int slot, int kind) throws UnusualJpegException {
    HuffmanCode code = slot < SLOTS ? codes[kind + slot] : null;
    if (code == null || !hasCode[kind + slot]) {
      throw new UnusualJpegException("Huffman table that is missing");
    }
    return code;
  }
}
