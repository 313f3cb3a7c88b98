package io.labelstream.rest;

import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedFilter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Sends the feed to one viewer as server-sent events. What the viewer's connection does not take is
 * left out, so that a slow one costs no memory. For one event loop.
 */
final class FeedStream {

  /** Ten times a second, which the eye takes for at once. */
  private static final long TICK_MILLIS = 100;

  private static final int TICKS_A_SECOND = 10;

  private final Vertx vertx;
  private final Context context;
  private final HttpServerResponse response;
  private final Feed feed;
  private final FeedFilter filter;
  private final int perSecond;
  private final LongFunction<Buffer> statistics;
  private long timer;
  private long ticks;
  private long last;
  private long left;

  /** What may be sent at once: some that come together go together. */
  private double allowed;

  /**
   * A stream that has sent nothing.
   *
   * @param perSecond how many answers a second at the most
   * @param statistics what all answers come to, as JSON, in a second of {@link System#nanoTime}
   */
  FeedStream(
      Vertx vertx,
      HttpServerResponse response,
      Feed feed,
      FeedFilter filter,
      int perSecond,
      LongFunction<Buffer> statistics) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.response = response;
    this.feed = feed;
    this.filter = filter;
    this.perSecond = perSecond;
    allowed = perSecond;
    this.statistics = statistics;
  }

  void start() {
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store")
        // Proxies like nginx would hold events back until there are many.
        .putHeader("x-accel-buffering", "no");
    last = feed.last();
    send(event("hello", Json.bytes(new Hello(last, Feed.KEPT, perSecond))));
    timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
    tick();
  }

  /** Sends no more. */
  void stop() {
    vertx.cancelTimer(timer);
  }

  /** Ends the response, from any thread. */
  void end() {
    context.runOnContext(
        now -> {
          stop();
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }

  /** Where a viewer begins, and how much it is sent. */
  private record Hello(long last, int kept, int most) {}

  /** How many answers were not sent for want of time, of those that the filter lets through. */
  private record Left(long left) {}

  private void tick() {
    if (response.ended() || response.closed()) {
      return;
    }
    boolean full = response.writeQueueFull();
    allowed = Math.min(perSecond, allowed + (double) perSecond / TICKS_A_SECOND);
    Feed.News news = feed.since(last, filter, full ? 0 : (int) allowed);
    allowed -= news.answers().size();
    last = news.last();
    left += news.left();
    Buffer events = Buffer.buffer();
    for (FeedAnswer answer : news.answers()) {
      events.appendBuffer(event("answer", Json.bytes(answer)));
    }
    if (ticks++ % TICKS_A_SECOND == 0 && !full) {
      events.appendBuffer(event("left", Json.bytes(new Left(left))));
      left = 0;
      long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
      events.appendBuffer(event("statistics", statistics.apply(second)));
    }
    if (events.length() > 0) {
      send(events);
    }
  }

  /** JSON of one line, since every line would need a name of its own. */
  private static Buffer event(String name, Buffer json) {
    return Buffer.buffer("event: " + name + "\ndata: ").appendBuffer(json).appendString("\n\n");
  }

  private void send(Buffer events) {
    // A viewer that has gone is told by the end of its request.
    var unused = response.write(events);
  }
}
