package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Fetches images by URL from allowed origins. A host is resolved once, refused if any of its
 * addresses is not public, and connected to by the address that was checked, so that no second
 * answer of a name server can lead elsewhere; each redirect is checked like the first URL.
 */
final class UrlImport {

  private static final int MAX_AT_ONCE = 8;
  private static final int MAX_CHUNK = 64 * 1024;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Finds the addresses of a host. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final HttpClient client;
  private final BlockingExecutor blocking;
  private final ImportOrigins origins;
  private final Resolver resolver;
  private final Predicate<InetAddress> allowed;
  private final Duration deadline;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  UrlImport(
      HttpClient client,
      BlockingExecutor blocking,
      ImportOrigins origins,
      Resolver resolver,
      Predicate<InetAddress> allowed) {
    this(client, blocking, origins, resolver, allowed, DEADLINE);
  }

  /**
   * Takes another deadline.
   *
   * @param deadline the time for a fetch, redirects and bytes included
   */
  UrlImport(
      HttpClient client,
      BlockingExecutor blocking,
      ImportOrigins origins,
      Resolver resolver,
      Predicate<InetAddress> allowed,
      Duration deadline) {
    this.client = client;
    this.blocking = blocking;
    this.origins = origins;
    this.resolver = resolver;
    this.allowed = allowed;
    this.deadline = deadline;
  }

  /** Adds the limits of imports to a client's options. */
  static HttpClientOptions options(HttpClientOptions base) {
    return new HttpClientOptions(base)
        .setSslHandshakeTimeout(DEADLINE.toSeconds())
        .setMaxChunkSize(MAX_CHUNK);
  }

  /** Parses the URL that a client has sent, or adds a violation. */
  Optional<URI> url(String text, Parameters parameters) {
    try {
      URI url = new URI(text);
      if (origins.allow(url)) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Answered below, like a URL that is not allowed.
    }
    parameters.violation("url must be an https URL of an allowed origin");
    return Optional.empty();
  }

  /**
   * Fetches the bytes at a URL that was checked, and hands them on. The place among those that may
   * be in memory at once is held until that has ended.
   */
  <T> Future<T> fetch(URI url, Function<byte[], Future<T>> then) {
    if (!places.tryAcquire()) {
      return Future.failedFuture(
          ApiException.unavailable("Too many images are being fetched.", RETRY));
    }
    return new UrlFetch(client, origins, host -> blocking.run(() -> resolve(host)), deadline)
        .start(url)
        .compose(then)
        .onComplete(done -> places.release());
  }

  private InetAddress resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.resolve(host);
    for (InetAddress address : addresses) {
      if (!allowed.test(address)) {
        throw ApiException.validation(List.of("url must not lead to a private address"));
      }
    }
    return addresses[0];
  }
}
