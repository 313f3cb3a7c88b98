package io.labelstream.rest;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Tells whoever counts or logs requests how one has ended. */
final class Completion {

  /** The status by which nginx logs a request whose client has gone before the response. */
  static final int CLIENT_CLOSED_REQUEST = 499;

  private Completion() {}

  /** Calls once, when the request has ended, with the status that its client was sent. */
  static void of(RoutingContext context, IntConsumer status) {
    AtomicBoolean told = new AtomicBoolean();
    context.addBodyEndHandler(
        sent -> {
          if (told.compareAndSet(false, true)) {
            status.accept(context.response().getStatusCode());
          }
        });
    context.addEndHandler(
        done -> {
          if (done.failed() && told.compareAndSet(false, true)) {
            status.accept(
                context.response().headWritten()
                    ? context.response().getStatusCode()
                    : CLIENT_CLOSED_REQUEST);
          }
        });
  }
}
