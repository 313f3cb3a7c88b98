package io.labelstream.image;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

public enum ImageFormat {
  /** ITU-T T.81, baseline or progressive. */
  JPEG,
  /** W3C PNG. */
  PNG,
  /** RFC 9649; an animation counts as its first frame. */
  WEBP;

  private static final Pattern FILE_NAME = Pattern.compile(".*\\.(jpe?g|png|webp)");

  /** Whether a file has a name that images of these formats have, in capitals or not. */
  public static boolean isImageName(Path file) {
    return FILE_NAME.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT)).matches();
  }

  /** The name in JSON and in a media type, such as {@code jpeg}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The media type, such as {@code image/jpeg}. */
  public String mediaType() {
    return "image/" + id();
  }
}
