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

  /** The tag has 32 hexadecimal digits of the content's hash, which are 128 bits. */
  private static final int TAG_LENGTH = 32;

  private static final Pattern EXTENSION = Pattern.compile("(?i).*\\.(jpe?g|png|webp)");

  private final ImageStore store;
  private final BlockingExecutor blocking;

  DownloadRoute(ImageStore store, BlockingExecutor blocking) {
    this.store = store;
    this.blocking = blocking;
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
    return blocking
        .run(() -> store.open(image))
        .recover(failure -> goneMeanwhile(context, image, failure))
        .compose(
            bytes -> {
              announce(response, image, range, asked.isPresent());
              return new StreamedBody(bytes, range, blocking).sendTo(context);
            });
  }

  /** With {@code If-Range}, a range is only valid for the bytes that the client has seen before. */
  private static Optional<ByteRange> range(
      HttpServerRequest request, HttpServerResponse response, long size) {
    String same = request.getHeader("if-range");
    boolean changed = same != null && !same.equals(response.headers().get(HttpHeaders.ETAG));
    boolean get = request.method().equals(HttpMethod.GET);
    return get && !changed ? ByteRange.parse(request.getHeader("range"), size) : Optional.empty();
  }

  /** Tells bytes that cannot be read from those whose image has just been deleted. */
  private Future<InputStream> goneMeanwhile(
      RoutingContext context, Image image, Throwable failure) {
    return blocking
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

  /** RFC 6266: the name is given twice, once for clients that know ASCII alone. */
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
