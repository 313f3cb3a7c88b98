package io.labelstream.event;

import java.net.URI;

/** The place of a request's image. */
public sealed interface ImageSource {

  /** Applies the function that fits the case. */
  <T, X extends Exception> T fold(Reading<byte[], T, X> inline, Reading<URI, T, X> reference)
      throws X;

  /** A function of one kind of source. */
  @FunctionalInterface
  interface Reading<S, T, X extends Exception> {
    T read(S source) throws X;
  }

  /**
   * The encoded image itself.
   *
   * @param bytes a JPEG, PNG or WebP file's bytes, not copied and not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // A copy of the image would serve nobody.
  record Inline(byte[] bytes) implements ImageSource {
    @Override
    public <T, X extends Exception> T fold(
        Reading<byte[], T, X> inline, Reading<URI, T, X> reference) throws X {
      return inline.read(bytes);
    }
  }

  /**
   * A reference to the encoded image, not yet checked against what may be read.
   *
   * @param uri the image's URI
   */
  record Reference(URI uri) implements ImageSource {
    @Override
    public <T, X extends Exception> T fold(
        Reading<byte[], T, X> inline, Reading<URI, T, X> reference) throws X {
      return reference.read(uri);
    }
  }
}
