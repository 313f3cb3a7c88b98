package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.store.Image;
import io.labelstream.store.ImageStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sends the bytes of an image, or a part of them. */
final class DownloadRoute {

  /** Hexadecimal digits of the content's hash, 128 bits. */
  private static final int TAG_LENGTH = 32;

  private static final Pattern EXTENSION = Pattern.compile("(?i).*\\.(jpe?g|png|webp)");

  private final ImageStore store;
  private final Workers workers;

  DownloadRoute(ImageStore store, Workers workers) {
    this.store = store;
    this.workers = workers;
  }

  void download(RoutingContext context) {
    send(context, OwnedImage.of(context)).onFailure(context::fail);
  }

  private Future<Void> send(RoutingContext context, Image image) {
    HttpServerResponse response = context.response();
    response
        // The bytes never change, but the image may be deleted, and the key revoked.
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    context.etag(image.contentHash().substring(0, TAG_LENGTH));
    if (context.isFresh()) {
      return response.setStatusCode(304).end();
    }
    Optional<ByteRange> asked = range(context.request(), response, image.size());
    ByteRange range = asked.orElse(new ByteRange(0, image.size()));
    if (context.request().method().equals(HttpMethod.HEAD)) {
      return announce(response, image, range, asked.isPresent()).end();
    }
    return workers
        .run(() -> store.open(image))
        .recover(failure -> goneMeanwhile(context, image, failure))
        .compose(
            bytes -> {
              announce(response, image, range, asked.isPresent());
              return new StreamedBody(bytes, range, workers).sendTo(context);
            });
  }

  /** A range of what the client has seen before holds only for the same bytes (If-Range). */
  private static Optional<ByteRange> range(
      HttpServerRequest request, HttpServerResponse response, long size) {
    String same = request.getHeader("if-range");
    boolean changed = same != null && !same.equals(response.headers().get(HttpHeaders.ETAG));
    boolean get = request.method().equals(HttpMethod.GET);
    return get && !changed ? ByteRange.parse(request.getHeader("range"), size) : Optional.empty();
  }

  /** Bytes that cannot be read are no fault of ours only if their image has just been deleted. */
  private Future<InputStream> goneMeanwhile(
      RoutingContext context, Image image, Throwable failure) {
    return workers
        .run(() -> store.find(image.id()))
        .compose(
            found ->
                Future.failedFuture(found.isPresent() ? failure : OwnedImage.notFound(context)));
  }

  private static HttpServerResponse announce(
      HttpServerResponse response, Image image, ByteRange range, boolean part) {
    if (part) {
      response.setStatusCode(206).putHeader("content-range", range.of(image.size()));
    }
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, image.format().mediaType())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()))
        .putHeader("content-disposition", disposition(image));
  }

  /** RFC 6266: for clients that know of no other characters than ASCII, and for all others. */
  private static String disposition(Image image) {
    String name =
        EXTENSION.matcher(image.name()).matches()
            ? image.name()
            : image.name() + "." + image.format().name().toLowerCase(Locale.ROOT);
    String ascii = name.replaceAll("[^ -~]|[\"\\\\%/]", "_");
    String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
    return "inline; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }
}
