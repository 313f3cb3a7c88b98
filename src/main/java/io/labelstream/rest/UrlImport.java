package io.labelstream.rest;

import io.labelstream.vision.ImageLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fetches images by URL from allowed origins. A host is resolved once, refused if any of its
 * addresses is not public, and connected to by the address that was checked, so that no second
 * answer of a name server can lead elsewhere; each redirect is checked like the first URL.
 */
final class UrlImport {

  private static final int MAX_HOPS = 4;
  private static final int MAX_AT_ONCE = 8;
  private static final int MAX_CHUNK = 64 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Finds the addresses of a host. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final HttpClient client;
  private final Workers workers;
  private final ImportOrigins origins;
  private final Resolver resolver;
  private final Predicate<InetAddress> allowed;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  UrlImport(
      HttpClient client,
      Workers workers,
      ImportOrigins origins,
      Resolver resolver,
      Predicate<InetAddress> allowed) {
    this.client = client;
    this.workers = workers;
    this.origins = origins;
    this.resolver = resolver;
    this.allowed = allowed;
  }

  /** Of a client, besides what it takes for a certificate. */
  static HttpClientOptions options(HttpClientOptions base) {
    return new HttpClientOptions(base)
        .setIdleTimeout(Math.toIntExact(CONNECT_TIMEOUT.toSeconds()))
        .setMaxChunkSize(MAX_CHUNK);
  }

  /** The URL that a client has sent, or what is wrong with it. */
  Optional<URI> url(String text, Parameters parameters) {
    try {
      URI url = new URI(text);
      if (origins.allow(url)) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Answered below, like a URL that is not allowed.
    }
    parameters.fault("url must be an https URL of an allowed origin");
    return Optional.empty();
  }

  /**
   * Fetches the bytes at a URL, which must have been checked, and hands them on; both count among
   * those that may be in memory at once.
   */
  <T> Future<T> fetch(URI url, Function<byte[], Future<T>> then) {
    if (!places.tryAcquire()) {
      return Future.failedFuture(
          ApiException.unavailable("Too many images are being fetched.", RETRY));
    }
    AtomicReference<@Nullable HttpClientRequest> current = new AtomicReference<>();
    return follow(url, 1, current)
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> reset(current.get()))
        .recover(failure -> Future.failedFuture(explain(failure)))
        .compose(then)
        .onComplete(done -> places.release());
  }

  private static void reset(@Nullable HttpClientRequest request) {
    if (request != null) {
      request.reset();
    }
  }

  private Future<byte[]> follow(
      URI url, int hop, AtomicReference<@Nullable HttpClientRequest> current) {
    return workers
        .run(() -> resolve(url.getHost()))
        .compose(address -> get(url, address, current))
        .compose(
            response ->
                REDIRECTS.contains(response.statusCode())
                    ? redirect(url, response, hop, current)
                    : body(response));
  }

  private Future<HttpClientResponse> get(
      URI url, InetAddress address, AtomicReference<@Nullable HttpClientRequest> current) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setSsl(true)
            .setHost(url.getHost())
            .setPort(ImportOrigins.port(url))
            .setServer(
                SocketAddress.inetSocketAddress(ImportOrigins.port(url), address.getHostAddress()))
            .setURI(path + query)
            .setFollowRedirects(false)
            .setConnectTimeout(CONNECT_TIMEOUT.toMillis())
            .setIdleTimeout(CONNECT_TIMEOUT.toMillis())
            .putHeader(HttpHeaders.ACCEPT, "image/*")
            .putHeader(HttpHeaders.USER_AGENT, "labelstream");
    return client
        .request(options)
        .compose(
            request -> {
              current.set(request);
              return request.send();
            });
  }

  private Future<byte[]> redirect(
      URI from,
      HttpClientResponse response,
      int hop,
      AtomicReference<@Nullable HttpClientRequest> current) {
    response.request().reset();
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (location == null || hop == MAX_HOPS) {
      return rejected("url must lead to an image in fewer than " + MAX_HOPS + " redirects");
    }
    try {
      URI next = from.resolve(new URI(location));
      return origins.allow(next)
          ? follow(next, hop + 1, current)
          : rejected("url must not be redirected out of the allowed origins");
    } catch (URISyntaxException e) {
      return rejected("url must not be redirected to what is no URL");
    }
  }

  private Future<byte[]> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
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
            response.request().reset();
          } else {
            buffer.appendBuffer(part);
          }
        });
    response.exceptionHandler(bytes::tryFail);
    response.endHandler(end -> bytes.tryComplete(buffer.getBytes()));
    return bytes.future();
  }

  private InetAddress resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.resolve(host);
    for (InetAddress address : addresses) {
      if (!allowed.test(address)) {
        throw rejection("url must not lead to a private address");
      }
    }
    return addresses[0];
  }

  /**
   * What goes wrong on the way to another's server is told as far as it is the client's business.
   */
  private static Throwable explain(Throwable failure) {
    if (failure instanceof ApiException) {
      return failure;
    }
    if (failure instanceof TimeoutException) {
      return rejection("url must answer within " + TIMEOUT.toSeconds() + " s");
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
