package io.labelstream.vision.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads one kind of scan. */
interface McuReader {

  /** Eight bytes of a window. */
  VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The bytes that an MCU takes at the most: ten blocks, each with 64 codes and values. */
  int MAX_MCU_BYTES = 10 * 64 * (HuffmanCode.MAX_LENGTH + 16) / Byte.SIZE;

  /** Returned for data that no encoder writes. */
  int INVALID = -1;

  /**
   * Reads some MCUs and puts their coefficients where they belong.
   *
   * @param bit the index of their first bit in the window
   * @return the index of the bit behind them, or {@link #INVALID}
   */
  int read(byte[] window, int bit, int mcus);

  /** Forgets the values from which the next ones differ. */
  void restart();

  /**
   * The window's bits from an index on: 57 of them or more, and zeros behind them. To fetch those
   * from a code on while it is looked up, and then to shift its length away, takes less time than
   * to fetch those behind it when it is known.
   */
  static long bits(byte[] window, int bit) {
    return (long) LONG.get(window, bit >>> 3) << (bit & 7);
  }

  static McuReader of(Scan scan, Frame frame, McuBlocks blocks) {
    if (!frame.isProgressive()) {
      return new SequentialReader(blocks);
    }
    if (!scan.hasDc()) {
      return new FirstAcReader(blocks, scan);
    }
    return scan.isRefinement()
        ? new RefinementReader(blocks, scan.low())
        : new FirstDcReader(blocks, scan.low());
  }
}
