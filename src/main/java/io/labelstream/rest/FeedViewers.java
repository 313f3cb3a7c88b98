package io.labelstream.rest;

import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedFilter;
import io.labelstream.feed.FeedStatistics;
import io.labelstream.topic.TopicUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who watch the feed at this moment. While there are none, nothing is done for them. */
final class FeedViewers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FeedViewers.class);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Feed feed;
  private final FeedPhotographs requests;
  private final int most;
  private final Predicate<String> operators;
  private final ProcessorLoad load;

  /** With the ids of their keys. */
  private final Map<FeedViewer, String> viewers = new ConcurrentHashMap<>();

  /** Guarded by this. */
  private final Map<Choice, FeedStream> streams = new HashMap<>();

  private volatile Second second = new Second(0, Buffer.buffer());
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean closed;
  private boolean saidUnavailable;

  /**
   * Nobody.
   *
   * @param most how many may watch at a time
   * @param operators whether the key of an id may watch still
   * @param load is measured here, and decides how much is shown
   */
  FeedViewers(
      Feed feed,
      FeedPhotographs requests,
      int most,
      Predicate<String> operators,
      ProcessorLoad load,
      MeterRegistry metrics) {
    this.feed = feed;
    this.requests = requests;
    this.most = most;
    this.operators = operators;
    this.load = load;
    metrics.gauge("labelstream.feed.viewers", viewers, Map::size);
  }

  /** Those who choose the same see the same. */
  private record Choice(FeedFilter filter, int perSecond) {}

  /** What all viewers are sent in one second, made once. */
  private record Second(long number, Buffer statistics) {}

  /**
   * Shows the feed to one more until it goes.
   *
   * @param perSecond how many answers a second at the most
   * @throws ApiException if that would be too many
   */
  void add(Vertx vertx, RoutingContext context, FeedFilter filter, int perSecond) {
    if (closed || viewers.size() >= most) {
      throw ApiException.unavailable(
          "As many watch the feed as may do so at a time. Please try again later.", RETRY);
    }
    FeedViewer viewer = new FeedViewer(vertx, context.response());
    Choice choice = new Choice(filter, perSecond);
    viewers.put(viewer, Authentication.key(context).id());
    context.addEndHandler(ended -> remove(viewer, choice));
    join(vertx, viewer, choice);
    if (closed) {
      // It came too late for those that were sent away.
      viewer.end();
    }
  }

  private synchronized void join(Vertx vertx, FeedViewer viewer, Choice choice) {
    streams
        .computeIfAbsent(
            choice,
            first ->
                new FeedStream(
                    vertx,
                    feed,
                    choice.filter(),
                    choice.perSecond(),
                    this::statistics,
                    load::isSaturated))
        .add(viewer);
  }

  private synchronized void remove(FeedViewer viewer, Choice choice) {
    viewers.remove(viewer);
    FeedStream stream = streams.get(choice);
    if (stream != null && stream.remove(viewer)) {
      stream.stop();
      streams.remove(choice);
    }
  }

  /**
   * Sends those away whose keys may watch no more, and finds out how busy the processors are and,
   * if somebody watches, how many requests wait.
   */
  void refresh() {
    load.measure();
    viewers.forEach(
        (viewer, key) -> {
          if (!operators.test(key)) {
            viewer.end();
          }
        });
    if (viewers.isEmpty()) {
      feed.ends(Map.of());
      return;
    }
    // A broker that is away keeps a look waiting; another would only queue behind it.
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    requests
        .ends()
        .onComplete(done -> looking.set(false))
        .onSuccess(
            ends -> {
              saidUnavailable = false;
              feed.ends(ends);
            })
        .onFailure(this::unavailable);
  }

  /** A broker that is away for an hour is one line. */
  private void unavailable(Throwable failure) {
    feed.ends(Map.of());
    if (!saidUnavailable && failure instanceof TopicUnavailableException) {
      saidUnavailable = true;
      LOG.warn("How many requests wait cannot be told: {}", failure.getMessage());
    }
  }

  private Buffer statistics(long now) {
    Second current = second;
    if (current.number() != now) {
      FeedStatistics statistics = feed.statistics();
      current = new Second(now, Json.bytes(statistics));
      second = current;
    }
    return current.statistics();
  }

  /** Ends all responses, for which a server that stops would wait. */
  @Override
  public void close() {
    closed = true;
    viewers.keySet().forEach(FeedViewer::end);
  }
}
