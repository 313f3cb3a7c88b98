package io.labelstream.rest;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** How a request ends, for whoever counts or logs that. */
final class Completion {

  /** What nginx calls a request whose client has gone before there was a response. */
  static final int CLIENT_CLOSED_REQUEST = 499;

  private Completion() {}

  /** Tells once, when the request has ended, the status that its client was sent. */
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
