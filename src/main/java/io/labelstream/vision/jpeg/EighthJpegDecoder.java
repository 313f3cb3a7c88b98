package io.labelstream.vision.jpeg;

import io.labelstream.image.ImageRejectedException;
import io.labelstream.image.JpegColours;
import io.labelstream.image.JpegMarkers;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a sound JPEG of a usual kind at an eighth of its size: baseline or progressive with
 * Huffman codes, grey or YCbCr.
 *
 * <p>A pixel of it is the mean of a block of 8×8, which is the block's DC coefficient. libjpeg
 * decodes the other 63 as well, and drops them; here they are stepped over, and of a progressive
 * file whole scans. Only colours of half the resolution need three more, as a block of them has
 * four pixels. Pixels differ from libjpeg's by less than 1 of 255 in the mean.
 *
 * <p>Keeps its buffers, some 0.16 bytes for each of the largest image's pixels; not thread-safe.
 */
public final class EighthJpegDecoder {

  private static final int START = 2;
  private static final int DHT = 0xC4;
  private static final int DQT = 0xDB;
  private static final int DRI = 0xDD;
  private static final int LAST_APP = 0xEF;
  private static final int COMMENT = 0xFE;

  private final Tables tables = new Tables();
  private final ScanData data = new ScanData();
  private final short[][] dc = {new short[0], new short[0], new short[0]};
  private final short[][] low = {new short[0], new short[0], new short[0]};
  private int[] pixels = new int[0];

  /** What one file has told so far. */
  private static final class Progress {
    final JpegColours colours = new JpegColours();
    @Nullable Frame frame;
    boolean hasScan;
  }

  /**
   * Decodes a file whose header has been checked.
   *
   * @return its pixels, or nothing if it is damaged or of another kind
   */
  public Optional<EighthJpeg> decode(byte[] jpeg) {
    try {
      Frame frame = read(jpeg);
      int count = frame.luminance().width() * frame.luminance().height();
      if (pixels.length < count) {
        pixels = new int[count];
      }
      Pixels.write(frame, pixels);
      return Optional.of(
          new EighthJpeg(
              frame.luminance().width(),
              frame.luminance().height(),
              IntBuffer.wrap(pixels, 0, count)));
    } catch (UnusualJpegException | ImageRejectedException | IndexOutOfBoundsException e) {
      // A segment or the file that ends too early is read beyond its end.
      return Optional.empty();
    }
  }

  /** Reads all that is needed up to the end marker. */
  private Frame read(byte[] jpeg) throws UnusualJpegException, ImageRejectedException {
    tables.clear();
    Progress progress = new Progress();
    int position = START;
    while (true) {
      JpegMarkers markers = new JpegMarkers(ByteBuffer.wrap(jpeg), position);
      if (!markers.next() || markers.passedOver() > 0) {
        throw new UnusualJpegException("bytes between segments");
      }
      if (markers.marker() == JpegMarkers.END_OF_IMAGE) {
        return whole(progress.frame);
      }
      int start = markers.segment() + 2;
      position = markers.end();
      if (position < start || position > jpeg.length) {
        throw new UnusualJpegException("segment");
      }
      if (markers.marker() == JpegMarkers.START_OF_SCAN) {
        position = readScan(progress, jpeg, start, position);
      } else {
        readSegment(progress, markers.marker(), jpeg, start, position);
      }
    }
  }

  private void readSegment(Progress progress, int marker, byte[] jpeg, int start, int end)
      throws UnusualJpegException {
    if (marker == DHT) {
      tables.addCodes(jpeg, start, end);
    } else if (progress.hasScan) {
      throw new UnusualJpegException("segment behind a scan");
    } else if (marker == DQT) {
      tables.addQuantizers(jpeg, start, end);
    } else if (marker == DRI) {
      tables.setRestartInterval(jpeg, start, end);
    } else if (Frame.isOfKind(marker) && progress.frame == null) {
      progress.frame = Frame.read(marker, jpeg, start, end);
    } else if (marker == JpegMarkers.APP0) {
      progress.colours.addApp0(ByteBuffer.wrap(jpeg, start, end - start));
    } else if (marker == JpegMarkers.APP14) {
      progress.colours.addApp14(ByteBuffer.wrap(jpeg, start, end - start));
    } else if ((marker < JpegMarkers.APP0 || marker > LAST_APP) && marker != COMMENT) {
      throw new UnusualJpegException("segment");
    }
  }

  private int readScan(Progress progress, byte[] jpeg, int start, int end)
      throws UnusualJpegException {
    Frame frame = progress.frame;
    if (frame == null) {
      throw new UnusualJpegException("scan without a frame");
    }
    if (!progress.hasScan) {
      if (!frame.isGrey() && !progress.colours.areYcbcr(frame.componentIds())) {
        throw new UnusualJpegException("colours");
      }
      setBlocks(frame);
      progress.hasScan = true;
    }
    Scan scan = Scan.read(frame, jpeg, start, end);
    if (!scan.hasDc()) {
      tables.acCode(scan.components().get(0).acTable());
    }
    if (!scan.isNeeded()) {
      return ScanData.endOf(jpeg, end);
    }
    for (Scan.Part part : scan.components()) {
      part.component().setQuantizers(tables.quantizers(part.component().quantization()));
    }
    data.start(jpeg, end);
    ScanReader.read(scan, frame, tables, data);
    return data.end();
  }

  private void setBlocks(Frame frame) {
    for (int i = 0; i < frame.components().size(); i++) {
      Component component = frame.components().get(i);
      int stride = frame.mcusAcross() * component.horizontal();
      int size = stride * frame.mcusDown() * component.vertical();
      if (dc[i].length < size) {
        dc[i] = new short[size];
      }
      component.setBlocks(
          frame.blocksAcross(component), frame.blocksDown(component), stride, dc[i]);
      if (frame.isHalved(component)) {
        if (low[i].length < LowCoefficients.COUNT * size) {
          low[i] = new short[LowCoefficients.COUNT * size];
        }
        Arrays.fill(low[i], (short) 0);
        component.setLow(low[i]);
      }
    }
  }

  /** libjpeg smooths an image of which it has not all coefficients. */
  private static Frame whole(@Nullable Frame frame) throws UnusualJpegException {
    if (frame == null || !frame.components().stream().allMatch(Component::isWhole)) {
      throw new UnusualJpegException("coefficients that are missing");
    }
    return frame;
  }
}
