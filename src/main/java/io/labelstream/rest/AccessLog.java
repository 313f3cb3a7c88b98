package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line for each request: its id, what was asked, the status and the time it took. */
final class AccessLog implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void handle(RoutingContext context) {
    long start = System.nanoTime();
    Completion.of(
        context,
        status -> {
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          RequestLogContext.about(
              null,
              RequestIds.trace(context),
              () ->
                  LOG.info(
                      "{} {} {} {} {} ms",
                      RequestIds.of(context),
                      context.request().method(),
                      // Without the query: nobody knows what clients put there.
                      String.valueOf(context.request().path()).replaceAll("\\p{Cntrl}", "?"),
                      status,
                      millis));
        });
    context.next();
  }
}
