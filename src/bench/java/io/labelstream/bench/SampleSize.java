package io.labelstream.bench;

/** The sizes in which photographs are sent, with the JPEG settings that are usual for each. */
enum SampleSize {
  /** As in ImageNet, whose photographs have 0.7 bytes per pixel and mostly all of their colour. */
  SMALL("500×375", "500x375", 500, 375, 98, false),
  /** As programs resize a photograph to be sent, with half the resolution of the colours. */
  MEDIUM("2 MP", "2mp", 1600, 1200, 90, true),
  /** A phone's, which halves the resolution of the colours and writes some 4 MB. */
  LARGE("12 MP", "12mp", 4000, 3000, 95, true);

  private final String label;
  private final String id;
  private final int width;
  private final int height;
  private final int jpegQuality;
  private final boolean subsamplesColour;

  SampleSize(
      String label, String id, int width, int height, int jpegQuality, boolean subsamplesColour) {
    this.label = label;
    this.id = id;
    this.width = width;
    this.height = height;
    this.jpegQuality = jpegQuality;
    this.subsamplesColour = subsamplesColour;
  }

  /** As in the name of a ratio. */
  String id() {
    return id;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  double megapixels() {
    return width * height / 1e6;
  }

  int jpegQuality() {
    return jpegQuality;
  }

  boolean subsamplesColour() {
    return subsamplesColour;
  }

  @Override
  public String toString() {
    return label;
  }
}
