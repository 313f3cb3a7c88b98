package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line for each request: who asked what, the status, and how much was sent how fast. */
final class AccessLog implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /** What a terminal or a reader of lines could take for something else. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

  private final ClientAddresses clients;

  AccessLog(ClientAddresses clients) {
    this.clients = clients;
  }

  @Override
  public void handle(RoutingContext context) {
    long start = System.nanoTime();
    HttpServerRequest request = context.request();
    String client = clients.of(request.remoteAddress().hostAddress(), request.headers());
    Completion.of(context, status -> log(context, client, status, System.nanoTime() - start));
    context.next();
  }

  private static void log(RoutingContext context, String client, int status, long nanos) {
    HttpServerRequest request = context.request();
    String method = printable(request.method().name());
    // Without the query: nobody knows what clients put there.
    String path = printable(String.valueOf(request.path()));
    long bytes = context.response().bytesWritten();
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    LOG.atInfo()
        .addKeyValue("client", client)
        .addKeyValue("method", method)
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .addKeyValue("bytes", bytes)
        .addKeyValue("duration_ms", millis)
        .log("{} {} {} {} bytes {} ms {}", method, path, status, bytes, millis, client);
  }

  private static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
