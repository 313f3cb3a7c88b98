package io.labelstream.rest;

import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedFilter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * The feed for all who watch it through one filter and at one rate: answers are chosen and written
 * once for all of them, so that one more costs little, and a photograph is asked for by all or by
 * nobody. Thread-safe.
 */
final class FeedStream {

  /** Ten times a second, which the eye takes for at once. */
  private static final long TICK_MILLIS = 100;

  private static final int TICKS_A_SECOND = 10;

  /**
   * While nothing is left of the processors, one answer is sent of so many: a page asks for the
   * photograph of each, and what it takes to show them would be taken from the job.
   */
  private static final int OF_SATURATED = 4;

  private final Vertx vertx;
  private final Feed feed;
  private final FeedFilter filter;
  private final int perSecond;
  private final LongFunction<Buffer> statistics;
  private final BooleanSupplier saturated;

  /** Guarded by this, as is all that follows. */
  private final List<FeedViewer> viewers = new ArrayList<>();

  /** Some that come together go together. */
  private final Allowance allowance;

  private final long timer;
  private long ticks;
  private long last;

  /**
   * A stream that nobody watches, and that is to be stopped.
   *
   * @param perSecond how many answers a second at the most
   * @param statistics what all answers come to, as JSON, in a second of {@link System#nanoTime}
   * @param saturated whether nothing is left of the processors
   */
  FeedStream(
      Vertx vertx,
      Feed feed,
      FeedFilter filter,
      int perSecond,
      LongFunction<Buffer> statistics,
      BooleanSupplier saturated) {
    this.vertx = vertx;
    this.feed = feed;
    this.filter = filter;
    this.perSecond = perSecond;
    this.statistics = statistics;
    this.saturated = saturated;
    allowance = new Allowance(perSecond, TICKS_A_SECOND);
    last = feed.last();
    timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
  }

  /** Where a viewer begins, and how much it is sent. */
  private record Hello(long last, int kept, int most) {}

  /** Shows the stream to one more, which is called from its event loop. */
  synchronized void add(FeedViewer viewer) {
    viewer.begin(
        FeedViewer.event("hello", Json.bytes(new Hello(last, Feed.KEPT, perSecond))),
        statisticsEvent());
    viewers.add(viewer);
  }

  /**
   * Shows it to one less.
   *
   * @return whether nobody watches any more
   */
  synchronized boolean remove(FeedViewer viewer) {
    viewers.remove(viewer);
    return viewers.isEmpty();
  }

  /** Chooses no more. */
  void stop() {
    vertx.cancelTimer(timer);
  }

  private synchronized void tick() {
    ticks++;
    if (ticks % OF_SATURATED == 0 || !saturated.getAsBoolean()) {
      allowance.tick();
    }
    boolean second = ticks % TICKS_A_SECOND == 0;
    Buffer answers = Buffer.buffer();
    int count = 0;
    long left = 0;
    // Where none may be sent yet, those that come meanwhile are chosen from later.
    if (allowance.now() > 0) {
      Feed.News news = feed.since(last, filter, allowance.now());
      for (FeedAnswer answer : news.answers()) {
        answers.appendBuffer(FeedViewer.event("answer", Json.bytes(answer)));
      }
      count = news.answers().size();
      left = news.left();
      allowance.spend(count);
      last = news.last();
    }
    if (count > 0 || left > 0 || second) {
      Buffer all = second ? statisticsEvent() : null;
      FeedViewer.Events events = new FeedViewer.Events(answers, count, left, all);
      viewers.forEach(viewer -> viewer.take(events));
    }
  }

  private Buffer statisticsEvent() {
    long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    return FeedViewer.event("statistics", statistics.apply(second));
  }
}
