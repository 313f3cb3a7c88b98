package io.labelstream.bench;

import static org.bytedeco.leptonica.global.leptonica.PIX_SRC;
import static org.bytedeco.leptonica.global.leptonica.pixConvertTo32;
import static org.bytedeco.leptonica.global.leptonica.pixCreate;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixRasterop;
import static org.bytedeco.leptonica.global.leptonica.pixReadMem;

import io.labelstream.vision.PngPixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.leptonica.PIX;

/**
 * An image of any size that is laid out with photographs at their own size: it has as much detail
 * in a pixel as they do, where an enlarged one would be smooth and quick to decode.
 */
final class Mosaic implements AutoCloseable {

  private final SampleSize size;
  private final PIX pixels;

  private Mosaic(SampleSize size, PIX pixels) {
    this.size = size;
    this.pixels = pixels;
  }

  /**
   * Lays out photographs, in rows as high as the lowest of them.
   *
   * @param photographs a directory of them
   * @throws IOException if there is none, or if it cannot be read
   */
  static Mosaic of(Path photographs, SampleSize size) throws IOException {
    List<PIX> tiles = read(photographs);
    try {
      int rowHeight = tiles.stream().mapToInt(PIX::h).min().orElseThrow();
      PIX mosaic = pixCreate(size.width(), size.height(), 32);
      int next = 0;
      for (int y = 0; y < size.height(); y += rowHeight) {
        int x = 0;
        while (x < size.width()) {
          PIX tile = tiles.get(next++ % tiles.size());
          pixRasterop(mosaic, x, y, tile.w(), rowHeight, PIX_SRC, tile, 0, 0);
          x += tile.w();
        }
      }
      return new Mosaic(size, mosaic);
    } finally {
      tiles.forEach(tile -> pixDestroy(tile));
    }
  }

  byte[] encode(SampleFormat format) {
    return format.encode(pixels, size);
  }

  @Override
  public void close() {
    pixDestroy(pixels);
  }

  private static List<PIX> read(Path photographs) throws IOException {
    List<PIX> tiles = new ArrayList<>();
    try (Stream<Path> files = Files.list(photographs)) {
      // Sorted, so that the images are the same everywhere.
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".png")) {
          bytes = PngPixels.of(bytes);
        }
        PIX photograph = pixReadMem(bytes, bytes.length);
        if (photograph != null) {
          tiles.add(pixConvertTo32(photograph));
          pixDestroy(photograph);
        }
      }
    }
    if (tiles.isEmpty()) {
      throw new IOException("there are no photographs in " + photographs.toAbsolutePath());
    }
    return tiles;
  }
}
