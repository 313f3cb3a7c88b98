package io.labelstream.rest;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One who watches the feed, as server-sent events. What the connection does not take is left out,
 * so that a slow one costs no memory.
 */
final class FeedViewer {

  private final Context context;
  private final HttpServerResponse response;

  /** Used by the event loop alone. */
  private long left;

  /** One whose connection is served by the event loop of the caller. */
  FeedViewer(Vertx vertx, HttpServerResponse response) {
    context = vertx.getOrCreateContext();
    this.response = response;
  }

  /**
   * What is the same for all who watch a stream.
   *
   * @param answers as events
   * @param count how many they are
   * @param left how many more came that are not among them
   * @param statistics as an event, once a second; null otherwise
   */
  record Events(Buffer answers, int count, long left, @Nullable Buffer statistics) {}

  /** How many answers were not sent for want of time, of those that the filter lets through. */
  private record Left(long left) {}

  /** Sends the first events, from the event loop. */
  void begin(Buffer hello, Buffer statistics) {
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store")
        // Proxies like nginx would hold events back until there are many.
        .putHeader("x-accel-buffering", "no");
    send(Buffer.buffer().appendBuffer(hello).appendBuffer(leftEvent()).appendBuffer(statistics));
  }

  /** Sends what the connection takes, from any thread. */
  void take(Events events) {
    context.runOnContext(now -> sendWhatIsTaken(events));
  }

  /** Ends the response, from any thread. */
  void end() {
    context.runOnContext(
        now -> {
          if (!isGone()) {
            response.end();
          }
        });
  }

  /** JSON of one line, since every line would need a name of its own. */
  static Buffer event(String name, Buffer json) {
    return Buffer.buffer("event: " + name + "\ndata: ").appendBuffer(json).appendString("\n\n");
  }

  private void sendWhatIsTaken(Events events) {
    left += events.left();
    if (isGone()) {
      return;
    }
    if (response.writeQueueFull()) {
      left += events.count();
      return;
    }
    if (events.statistics() != null) {
      send(
          Buffer.buffer()
              .appendBuffer(events.answers())
              .appendBuffer(leftEvent())
              .appendBuffer(events.statistics()));
      left = 0;
    } else if (events.count() > 0) {
      send(events.answers().copy());
    }
  }

  private Buffer leftEvent() {
    return event("left", Json.bytes(new Left(left)));
  }

  private boolean isGone() {
    return response.ended() || response.closed();
  }

  private void send(Buffer events) {
    // A viewer that has gone is told by the end of its request.
    var unused = response.write(events);
  }
}
