package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives each request an id, its own if it brings a sane one, and repeats it in the response. */
final class RequestIds implements Handler<RoutingContext> {

  static final String HEADER = "x-request-id";
  private static final String TRACE_HEADER = "traceparent";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  /** W3C Trace Context, section 3.2. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.{0,200}");

  @Override
  public void handle(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given != null && SANE.matcher(given).matches() ? given : next();
    context.put(HEADER, id);
    context.response().putHeader(HEADER, id);
    context.next();
  }

  static String next() {
    return UUID.randomUUID().toString();
  }

  static String of(RoutingContext context) {
    return context.get(HEADER, "");
  }

  /** The trace that the request is part of, if it says so. */
  static @Nullable String traceparent(RoutingContext context) {
    String given = context.request().getHeader(TRACE_HEADER);
    return given != null && TRACE_PARENT.matcher(given).matches() ? given : null;
  }
}
