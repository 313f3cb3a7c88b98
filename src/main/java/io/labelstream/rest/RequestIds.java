package io.labelstream.rest;

import io.labelstream.event.TraceContext;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Gives each request an id, its own if it brings a sane one, and repeats it in the response. */
final class RequestIds implements Handler<RoutingContext> {

  static final String HEADER = "x-request-id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  @Override
  public void handle(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given != null && SANE.matcher(given).matches() ? given : next();
    context.put(HEADER, id);
    RequestLogContext.put(RequestLogContext.REQUEST_ID, id);
    trace(context)
        .ifPresent(trace -> RequestLogContext.put(RequestLogContext.TRACE_ID, trace.traceId()));
    context.response().putHeader(HEADER, id);
    context.next();
  }

  static String next() {
    return UUID.randomUUID().toString();
  }

  static String of(RoutingContext context) {
    return context.get(HEADER, "");
  }

  /** The trace that the request is a part of, if it names one. */
  static Optional<TraceContext> trace(RoutingContext context) {
    MultiMap headers = context.request().headers();
    // Several headers tracestate are one list.
    List<String> states = headers.getAll("tracestate");
    return TraceContext.of(
        Optional.ofNullable(headers.get("traceparent")),
        states.isEmpty() ? Optional.empty() : Optional.of(String.join(",", states)));
  }
}
