package io.labelstream.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * A gap in native memory for the row that Leptonica decodes a JPEG through, off the alignment that
 * makes it slow.
 *
 * <p>With AVX2, libjpeg-turbo writes a row that starts at a multiple of 32 past the cache, and
 * Leptonica, which reads it back at once, waits for the memory: some 6 ns per pixel, nearly as long
 * as all the rest takes. The row comes from {@code calloc}, which in glibc prefers the gap that
 * fits best. Where it takes another, nothing is lost.
 */
final class RowGap {

  private static final int CHANNELS = 3;
  private static final int SLOW_ALIGNMENT = 32;

  /** A chunk of malloc that is larger by this many bytes still fits best. */
  private static final int GRANULE = 16;

  /** There are several, because allocations before the row may take or split some. */
  private static final int CHUNKS = 16;

  private final List<Pointer> held = new ArrayList<>(2 * CHUNKS);

  /**
   * Leaves gaps until they are released; belongs to the thread that decodes, as its heap does.
   *
   * @param width the decoded image's width in pixels
   */
  RowGap(int width) {
    long bytes = (long) width * CHANNELS;
    List<Pointer> gaps = new ArrayList<>(CHUNKS);
    for (int i = 0; i < CHUNKS; i++) {
      // The sizes alternate, because chunks of one size may all lie at one alignment.
      Pointer chunk = Pointer.malloc(i % 2 == 0 ? bytes : bytes + GRANULE);
      (chunk.address() % SLOW_ALIGNMENT == 0 ? held : gaps).add(chunk);
      // Keeps neighbouring gaps from becoming one.
      held.add(Pointer.malloc(GRANULE));
    }
    gaps.forEach(Pointer::free);
  }

  void release() {
    held.forEach(Pointer::free);
  }
}
