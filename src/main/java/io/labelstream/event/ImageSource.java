package io.labelstream.event;

import java.net.URI;

/** Where the image of a request is. */
public sealed interface ImageSource {

  /** Applies the function that fits the case. */
  <T, X extends Exception> T fold(Reading<byte[], T, X> inline, Reading<URI, T, X> reference)
      throws X;

  /** What is done with one kind of source. */
  @FunctionalInterface
  interface Reading<S, T, X extends Exception> {
    T read(S source) throws X;
  }

  /**
   * The encoded image itself.
   *
   * @param bytes a JPEG, PNG or WebP file's bytes, not copied and not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // A copy of the photograph would serve nobody.
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
