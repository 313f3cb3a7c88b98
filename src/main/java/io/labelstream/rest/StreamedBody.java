package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;

/**
 * Sends what a stream holds, piece by piece: the next one is read when the connection has taken the
 * last, so a slow reader costs a buffer and no thread.
 */
final class StreamedBody {

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final Workers workers;

  /** Of a stream that is closed in the end. */
  StreamedBody(InputStream in, Workers workers) {
    this.in = in;
    this.workers = workers;
  }

  Future<Void> sendTo(RoutingContext context) {
    return next(context)
        .eventually(
            () ->
                workers.run(
                    () -> {
                      in.close();
                      return null;
                    }));
  }

  private Future<Void> next(RoutingContext context) {
    return workers
        .run(() -> in.readNBytes(CHUNK))
        .compose(
            bytes ->
                bytes.length == 0
                    ? context.response().end()
                    : context
                        .response()
                        .write(Buffer.buffer(bytes))
                        .compose(written -> next(context)));
  }
}
