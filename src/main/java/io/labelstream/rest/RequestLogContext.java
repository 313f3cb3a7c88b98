package io.labelstream.rest;

import io.labelstream.event.TraceContext;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Has lines of the log carry which request they are about, for whatever the logging configuration
 * makes of it.
 */
final class RequestLogContext {

  private static final String REQUEST_ID = "request_id";
  private static final String TRACE_ID = "trace_id";

  private RequestLogContext() {}

  /** Runs what may log something about a request. */
  static void about(RoutingContext context, Runnable work) {
    about(RequestIds.of(context), RequestIds.trace(context), work);
  }

  /**
   * The same.
   *
   * @param requestId null where the lines have it already, or it has none
   */
  static void about(@Nullable String requestId, @Nullable TraceContext trace, Runnable work) {
    if (requestId != null) {
      MDC.put(REQUEST_ID, requestId);
    }
    if (trace != null) {
      MDC.put(TRACE_ID, trace.traceId());
    }
    try {
      work.run();
    } finally {
      MDC.remove(REQUEST_ID);
      MDC.remove(TRACE_ID);
    }
  }
}
