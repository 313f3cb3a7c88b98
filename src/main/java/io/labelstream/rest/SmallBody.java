package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * Keeps the body of a request in memory. Routes without a use for the body read it too, so that the
 * next request on the connection begins where it should.
 */
final class SmallBody implements Handler<RoutingContext> {

  private static final int MAX_BYTES = 64 * 1024;
  private static final String BODY = "small-body";

  private final RequestBody body =
      new RequestBody(MAX_BYTES, "body must be at most " + MAX_BYTES + " bytes");

  @Override
  public void handle(RoutingContext context) {
    Buffer kept = Buffer.buffer();
    body.read(context.request(), kept::appendBuffer)
        .onSuccess(
            end -> {
              context.put(BODY, kept);
              context.next();
            })
        .onFailure(context::fail);
  }

  /** The body of a request that has come through. */
  static byte[] of(RoutingContext context) {
    Buffer body = context.get(BODY);
    return body.getBytes();
  }
}
