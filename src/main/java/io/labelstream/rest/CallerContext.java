package io.labelstream.rest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Brings what another thread completes back to the event loop that waits for it. */
final class CallerContext {

  private CallerContext() {}

  /**
   * A future with the same outcome, whose handlers run in the caller's context, if there is one.
   * What is complete already stays complete, though it were so in another's context.
   */
  static <T> Future<T> resume(Future<T> elsewhere) {
    Context caller = Vertx.currentContext();
    if (caller == null) {
      return elsewhere;
    }
    if (elsewhere.succeeded()) {
      return Future.succeededFuture(elsewhere.result());
    }
    if (elsewhere.failed()) {
      return Future.failedFuture(elsewhere.cause());
    }
    Promise<T> here = Promise.promise();
    elsewhere.onComplete(
        (result, failure) -> caller.runOnContext(now -> here.complete(result, failure)));
    return here.future();
  }
}
