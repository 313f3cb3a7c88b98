package io.labelstream.rest;

import io.labelstream.event.TraceContext;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the request that lines of the log are about into their context (MDC). */
final class RequestLogContext {

  private static final String REQUEST_ID = "request_id";
  private static final String TRACE_ID = "trace_id";

  private RequestLogContext() {}

  /** Runs work that may log something about a request. */
  static void about(RoutingContext context, Runnable work) {
    about(RequestIds.of(context), RequestIds.trace(context), work);
  }

  /**
   * Runs work that may log something about a request.
   *
   * @param requestId null where the lines have it already, or there is none
   */
  static void about(@Nullable String requestId, Optional<TraceContext> trace, Runnable work) {
    if (requestId != null) {
      MDC.put(REQUEST_ID, requestId);
    }
    trace.ifPresent(present -> MDC.put(TRACE_ID, present.traceId()));
    try {
      work.run();
    } finally {
      MDC.remove(REQUEST_ID);
      MDC.remove(TRACE_ID);
    }
  }
}
