package io.labelstream.bench;

/** An encoded image to decode. */
final class Sample {

  private final SampleFormat format;
  private final SampleSize size;
  private final byte[] encoded;

  Sample(SampleFormat format, SampleSize size, byte[] encoded) {
    this.format = format;
    this.size = size;
    this.encoded = encoded;
  }

  String name() {
    return format + " " + size;
  }

  SampleFormat format() {
    return format;
  }

  SampleSize size() {
    return size;
  }

  /** The image itself, not a copy. */
  byte[] encoded() {
    return encoded;
  }
}
