package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Lets requests with a known API key through, as many as its rate allows. */
final class Authentication implements Handler<RoutingContext> {

  private static final String HEADER = "x-api-key";
  private static final String KEY = "api-key";

  private final ApiKeys keys;
  private final RateLimits limits;
  private final ToIntFunction<ApiKey> perMinute;
  private final RestMetrics metrics;

  /** With each key's own rate. */
  Authentication(ApiKeys keys, RateLimits limits, RestMetrics metrics) {
    this(keys, limits, ApiKey::perMinute, metrics);
  }

  /** With another rate, counted by limits of its own. */
  Authentication(
      ApiKeys keys, RateLimits limits, ToIntFunction<ApiKey> perMinute, RestMetrics metrics) {
    this.keys = keys;
    this.limits = limits;
    this.perMinute = perMinute;
    this.metrics = metrics;
  }

  @Override
  public void handle(RoutingContext context) {
    List<String> given = context.request().headers().getAll(HEADER);
    if (given.isEmpty()) {
      throw ApiException.unauthorized("API key is required.");
    }
    ApiKey key =
        (given.size() == 1 ? keys.find(given.get(0)) : Optional.<ApiKey>empty())
            .orElseThrow(() -> ApiException.unauthorized("API key is invalid."));
    context.put(KEY, key);
    RequestLogContext.put(RequestLogContext.KEY_ID, key.id());
    RateLimits.Decision decision = limits.take(key, perMinute.applyAsInt(key));
    HttpServerResponse response = context.response();
    response.putHeader("ratelimit-limit", Integer.toString(decision.limit()));
    response.putHeader("ratelimit-remaining", Long.toString(decision.remaining()));
    response.putHeader(
        "ratelimit-reset", Long.toString(ApiException.ceilSeconds(decision.reset())));
    if (!decision.allowed()) {
      metrics.rateLimited();
      throw ApiException.tooManyRequests(decision.retryAfter());
    }
    context.next();
  }

  /** The key of a request that has come through. */
  static ApiKey key(RoutingContext context) {
    return findKey(context)
        .orElseThrow(
            () -> new IllegalStateException("a route without authentication asks for the API key"));
  }

  /** The key of any request, if it has one that is known. */
  static Optional<ApiKey> findKey(RoutingContext context) {
    return Optional.ofNullable(context.get(KEY));
  }
}
