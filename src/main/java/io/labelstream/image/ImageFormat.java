package io.labelstream.image;

import java.util.Locale;

/** The image formats that are decoded. */
public enum ImageFormat {
  /** ITU-T T.81, baseline or progressive. */
  JPEG,
  /** W3C PNG. */
  PNG,
  /** RFC 9649; of an animation the first frame. */
  WEBP;

  /** As in JSON and in a media type, such as {@code jpeg}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The media type, such as {@code image/jpeg}. */
  public String mediaType() {
    return "image/" + id();
  }
}
