package io.labelstream.rest;

import io.labelstream.image.ImageLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one image from somebody's server, redirects included, under one deadline. Used once, on
 * one event loop.
 */
final class UrlFetch {

  private static final Logger LOG = LoggerFactory.getLogger(UrlFetch.class);

  private static final int MAX_HOPS = 4;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;
  private final ImportOrigins origins;
  private final Function<String, Future<InetAddress>> resolver;
  private final Duration deadline;
  private @Nullable HttpClientRequest current;
  private boolean ended;

  /**
   * Prepares a fetch.
   *
   * @param resolver finds the address of a host, if it may be connected to
   * @param deadline the time for connections, redirects and bytes together
   */
  UrlFetch(
      HttpClient client,
      ImportOrigins origins,
      Function<String, Future<InetAddress>> resolver,
      Duration deadline) {
    this.client = client;
    this.origins = origins;
    this.resolver = resolver;
    this.deadline = deadline;
  }

  /** Fetches the bytes at a URL; fails with an {@link ApiException} that says what is wrong. */
  Future<byte[]> start(URI url) {
    return follow(url, 1)
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> end())
        .recover(failure -> Future.failedFuture(explain(failure)));
  }

  private void end() {
    ended = true;
    if (current != null) {
      current.reset();
    }
  }

  private Future<byte[]> follow(URI url, int hop) {
    return resolver
        .apply(url.getHost())
        .compose(address -> get(url, address))
        .compose(
            response ->
                REDIRECTS.contains(response.statusCode())
                    ? redirect(url, response, hop)
                    : body(response));
  }

  private Future<HttpClientResponse> get(URI url, InetAddress address) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    int port = ImportOrigins.port(url);
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setSsl(true)
            .setHost(url.getHost())
            .setPort(port)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setURI(path + query)
            .setFollowRedirects(false)
            .setConnectTimeout(deadline.toMillis())
            .putHeader(HttpHeaders.ACCEPT, "image/*")
            .putHeader(HttpHeaders.USER_AGENT, "labelstream");
    return client.request(options).compose(this::send);
  }

  private Future<HttpClientResponse> send(HttpClientRequest request) {
    current = request;
    // Whatever ends it early is told by the future. Without handlers it would be logged as an
    // error.
    request.exceptionHandler(UrlFetch::log);
    if (ended) {
      request.reset();
      return Future.failedFuture("given up before it was sent");
    }
    return request.send().onSuccess(response -> response.exceptionHandler(UrlFetch::log));
  }

  private static void log(Throwable failure) {
    LOG.debug("A server of images was cut off: {}", failure.toString());
  }

  private Future<byte[]> redirect(URI from, HttpClientResponse response, int hop) {
    response.request().reset();
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (location == null || hop == MAX_HOPS) {
      return rejected("url must lead to an image in fewer than " + MAX_HOPS + " redirects");
    }
    try {
      URI next = from.resolve(new URI(location));
      return origins.allow(next)
          ? follow(next, hop + 1)
          : rejected("url must not be redirected out of the allowed origins");
    } catch (URISyntaxException e) {
      return rejected("url must not be redirected to what is no URL");
    }
  }

  private static Future<byte[]> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return rejected(
          "url must lead to an image, but its server answered " + response.statusCode());
    }
    int limit = ImageLimits.DEFAULT.maxBytes();
    Promise<byte[]> bytes = Promise.promise();
    Buffer buffer = Buffer.buffer();
    response.handler(
        part -> {
          if (buffer.length() + part.length() > limit) {
            bytes.tryFail(rejection("image must be at most " + limit + " bytes"));
          } else {
            buffer.appendBuffer(part);
          }
        });
    response.exceptionHandler(bytes::tryFail);
    response.endHandler(end -> bytes.tryComplete(buffer.getBytes()));
    return bytes.future();
  }

  /** Says as much of a failure as is the client's business. */
  private ApiException explain(Throwable failure) {
    if (failure instanceof ApiException known) {
      return known;
    }
    if (failure instanceof TimeoutException) {
      return rejection("url must be read within " + deadline.toSeconds() + " s, but was not");
    }
    return rejection("url could not be read: its server cannot be reached or broke off");
  }

  private static <T> Future<T> rejected(String reason) {
    return Future.failedFuture(rejection(reason));
  }

  private static ApiException rejection(String reason) {
    return ApiException.validation(List.of(reason));
  }
}
