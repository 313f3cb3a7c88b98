package io.labelstream.rest;

import io.labelstream.vision.ImageLimits;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** How large bodies may be. */
final class UploadLimits {

  /** Beside the image: boundaries, part headers and the name. */
  private static final int FORM_BYTES = 64 * 1024;

  private static final int JSON_BYTES = 64 * 1024;

  private UploadLimits() {}

  /** Streams an upload to a file in a folder; it is gone when the response is sent. */
  static BodyHandler forms(Path folder) {
    return BodyHandler.create(folder.toString())
        .setBodyLimit((long) ImageLimits.DEFAULT.maxBytes() + FORM_BYTES)
        .setMergeFormAttributes(false)
        .setDeleteUploadedFilesOnEnd(true);
  }

  /** Lets forms through: any other body would be kept in memory, not in a file. */
  static void formsOnly(RoutingContext context) {
    require(context, "multipart/form-data");
    context.next();
  }

  /** Refuses a body of another type. */
  static void require(RoutingContext context, String mediaType) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(mediaType)) {
      throw ApiException.of(Problem.UNSUPPORTED_MEDIA_TYPE, "The body must be " + mediaType + ".");
    }
  }

  /** Takes whatever is there, so that it is not in the way of the next request. */
  static BodyHandler small() {
    return BodyHandler.create(false).setBodyLimit(JSON_BYTES);
  }

  /** Removes what a killed process has left of uploads before a time. */
  static void deleteLeftovers(Path folder, Instant before) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Why a body was not read. */
  static String explain(RoutingContext context) {
    boolean upload = context.request().path().endsWith("/upload");
    if (context.statusCode() != 413) {
      return upload
          ? "body must be a complete multipart/form-data with its boundary"
          : "request must be valid HTTP";
    }
    return upload
        ? "image must be at most " + ImageLimits.DEFAULT.maxBytes() + " bytes"
        : "body must be at most " + JSON_BYTES + " bytes";
  }
}
