package io.labelstream.rest;

import io.labelstream.event.Answer;
import io.labelstream.feed.Feed;
import io.labelstream.settings.FeedSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.store.ImageStore;
import io.labelstream.topic.RequestReader;
import io.vertx.core.Vertx;
import java.time.Clock;

/** The parts of a facade that show the feed, put together. */
final class WatchedFeed implements AutoCloseable {

  /** A page asks for each photograph that it shows. */
  private static final int REQUESTS_PER_MINUTE = 3000;

  private final Clock clock;
  private final ApiKeys keys;
  private final RestMetrics metrics;
  private final Feed feed;
  private final FeedPhotographs photographs;
  private final FeedViewers viewers;
  private final FeedRoutes routes;

  WatchedFeed(
      Vertx vertx,
      Settings settings,
      Clock clock,
      ApiKeys keys,
      RequestReader requests,
      ImageStore store,
      ProcessorLoad load,
      RestMetrics metrics) {
    this.clock = clock;
    this.keys = keys;
    this.metrics = metrics;
    feed = new Feed(settings.get(TopicSettings.REQUESTS_TOPIC), clock);
    photographs =
        new FeedPhotographs(vertx, requests, store, settings.get(FeedSettings.FEED_PHOTOGRAPHS));
    viewers =
        new FeedViewers(
            feed,
            photographs,
            settings.get(FeedSettings.FEED_VIEWERS),
            id -> keys.has(id, KeyRole.OPERATOR),
            load,
            metrics.registry());
    routes = new FeedRoutes(vertx, feed, viewers, photographs, new FeedRecords(settings));
  }

  FeedRoutes routes() {
    return routes;
  }

  /** Those who watch, who have to go before the servers can. */
  FeedViewers viewers() {
    return viewers;
  }

  /** Lets keys through at the feed's own rate. */
  Authentication authentication() {
    return new Authentication(keys, new RateLimits(clock), key -> REQUESTS_PER_MINUTE, metrics);
  }

  void take(Answer answer) {
    feed.take(answer);
  }

  /** Called every few seconds. */
  void refresh() {
    viewers.refresh();
    photographs.closeIdle();
  }

  @Override
  public void close() {
    photographs.close();
  }
}
