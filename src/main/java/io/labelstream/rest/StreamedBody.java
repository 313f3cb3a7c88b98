package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.EOFException;
import java.io.InputStream;

/**
 * Sends a stream piece by piece. The next piece is read once the connection has taken the last, so
 * that a slow client costs a buffer and no thread.
 */
final class StreamedBody {

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final ByteRange range;
  private final BlockingExecutor blocking;
  private long sent;

  /** Takes a stream, which is closed at the end, and the part of it to send. */
  StreamedBody(InputStream in, ByteRange range, BlockingExecutor blocking) {
    this.in = in;
    this.range = range;
    this.blocking = blocking;
  }

  Future<Void> sendTo(RoutingContext context) {
    return blocking
        .run(
            () -> {
              in.skipNBytes(range.first());
              return null;
            })
        .compose(skipped -> next(context))
        .eventually(
            () ->
                blocking.run(
                    () -> {
                      in.close();
                      return null;
                    }));
  }

  private Future<Void> next(RoutingContext context) {
    int size = Math.toIntExact(Math.min(CHUNK, range.length() - sent));
    if (size == 0) {
      return context.response().end();
    }
    return blocking
        .run(() -> in.readNBytes(size))
        .compose(
            bytes -> {
              if (bytes.length < size) {
                return Future.failedFuture(new EOFException("an image is shorter than it was"));
              }
              sent += size;
              return context.response().write(Buffer.buffer(bytes));
            })
        .compose(written -> next(context));
  }
}
