package io.labelstream.event;

import java.net.URI;

/** Where the image of a request is. */
public sealed interface ImageSource {

  /**
   * The encoded image itself.
   *
   * @param bytes a JPEG, PNG or WebP file's bytes, not copied and not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // A copy of the photograph would serve nobody.
  record Inline(byte[] bytes) implements ImageSource {}

  /**
   * A reference to the encoded image, not yet checked against what may be read.
   *
   * @param uri the image's URI
   */
  record Reference(URI uri) implements ImageSource {}
}
