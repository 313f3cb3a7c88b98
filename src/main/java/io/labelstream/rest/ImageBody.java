package io.labelstream.rest;

import io.labelstream.store.Image;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Image object of the API.
 *
 * @param url null, as images are private
 * @param width in pixels
 * @param height in pixels
 * @param format {@code jpeg}, {@code png} or {@code webp}
 * @param size in bytes
 * @param createdAt ISO 8601 in UTC with milliseconds
 */
record ImageBody(
    String id,
    String name,
    @Nullable String url,
    int width,
    int height,
    String format,
    long size,
    String createdAt) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static ImageBody of(Image image) {
    return new ImageBody(
        image.id(),
        image.name(),
        null,
        image.width(),
        image.height(),
        image.format().id(),
        image.size(),
        TIME.format(image.created()));
  }

  /** A page of images. */
  record Page(List<ImageBody> data, Links links) {}

  /** URLs of the pages around a page, relative for a request that names no host, or null. */
  record Links(@Nullable String previous, @Nullable String next) {}
}
