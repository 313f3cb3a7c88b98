package io.labelstream.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The segments of a JPEG file before its first scan, ITU-T T.81 annex B.
 *
 * @param frame the marker of its frame, SOF0 to SOF15
 * @param componentIds the ids by which its scans name the components
 * @param hasAdobeMarker whether an Adobe marker tells which colours the components are
 * @param isYcbcr whether the components are luminance and two colours, as far as the file says
 * @param orientation the EXIF orientation, 1 to 8
 */
public record JpegHeader(
    int width,
    int height,
    int frame,
    List<Integer> componentIds,
    boolean hasAdobeMarker,
    boolean isYcbcr,
    int orientation) {

  private static final int NONE = 0;

  public JpegHeader {
    componentIds = List.copyOf(componentIds);
  }

  static ImageHeader read(ByteBuffer file) throws ImageRejectedException {
    JpegMarkers markers = new JpegMarkers(file, 2);
    JpegHeader header = read(markers);
    JpegScans.check(markers, header);
    return new ImageHeader(ImageFormat.JPEG, header.width(), header.height(), header.orientation());
  }

  /** Reads up to the first scan, and leaves the markers there. */
  public static JpegHeader read(JpegMarkers markers) throws ImageRejectedException {
    ByteBuffer frame = ByteBuffer.allocate(0);
    int frameMarker = NONE;
    JpegColours colours = new JpegColours();
    JpegExif exif = new JpegExif();
    while (markers.next()) {
      int marker = markers.marker();
      if (marker == JpegMarkers.START_OF_IMAGE) {
        throw ImageHeader.undecodable("image is damaged: its JPEG has two start markers");
      } else if (marker == JpegMarkers.END_OF_IMAGE) {
        throw ImageHeader.undecodable("image holds no picture: its JPEG ends before a scan");
      } else if (marker == JpegMarkers.START_OF_SCAN) {
        if (frameMarker == NONE) {
          throw ImageHeader.undecodable("image has no size: its JPEG has no frame header");
        }
        List<Integer> componentIds = componentIds(frame);
        return new JpegHeader(
            frame.getShort(3) & 0xFFFF,
            frame.getShort(1) & 0xFFFF,
            frameMarker,
            componentIds,
            colours.hasAdobeMarker(),
            colours.areYcbcr(componentIds),
            exif.orientation());
      } else if (isStartOfFrame(marker)) {
        frameMarker = marker;
        frame = markers.content();
        checkFrame(marker, frame);
      } else if (marker == JpegMarkers.APP0) {
        colours.addApp0(markers.content());
      } else if (marker == JpegMarkers.APP1) {
        exif.add(markers.content());
      } else if (marker == JpegMarkers.APP14) {
        colours.addApp14(markers.content());
      }
    }
    throw ImageHeader.truncated();
  }

  public boolean isProgressive() {
    return frame == 0xC2 || frame == 0xCA;
  }

  public int components() {
    return componentIds.size();
  }

  private static List<Integer> componentIds(ByteBuffer frame) {
    int components = frame.get(5) & 0xFF;
    return IntStream.range(0, components).mapToObj(i -> frame.get(6 + 3 * i) & 0xFF).toList();
  }

  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static void checkFrame(int marker, ByteBuffer frame) throws ImageRejectedException {
    // 0 baseline, 1 extended, 2 progressive, and the latter two with arithmetic coding.
    boolean supported =
        marker == 0xC0 || marker == 0xC1 || marker == 0xC2 || marker == 0xC9 || marker == 0xCA;
    if (!supported || frame.get(0) != 8) {
      throw ImageHeader.undecodable(
          "image is a JPEG of a kind that is not supported: it must be baseline or progressive"
              + " with 8 bits");
    }
    if (frame.getShort(1) == 0) {
      throw ImageHeader.undecodable(
          "image has no height in its header: a JPEG that tells it in a DNL segment is not"
              + " supported");
    }
  }
}
