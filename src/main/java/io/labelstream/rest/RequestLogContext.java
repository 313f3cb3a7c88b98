package io.labelstream.rest;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.logging.log4j.core.util.ContextDataProvider;

/**
 * Gives each line of the log what identifies the request that it is about. Log4j asks for it when a
 * line is written. All handlers of a request and what it leaves to threads for blocking work run in
 * one context of Vert.x, however many requests take turns on a thread.
 */
public final class RequestLogContext implements ContextDataProvider, VertxServiceProvider {

  static final String REQUEST_ID = "request_id";
  static final String TRACE_ID = "trace_id";
  static final String KEY_ID = "key_id";

  private static final ContextLocal<Fields> FIELDS =
      ContextLocal.registerLocal(Fields.class, Function.identity());

  private record Fields(Map<String, String> values) {

    Fields with(String name, String value) {
      Map<String, String> more = new HashMap<>(values);
      more.put(name, value);
      return new Fields(Map.copyOf(more));
    }
  }

  /**
   * Vert.x asks for this before it makes a context, each with room for what is declared by then.
   */
  @Override
  public void init(VertxBootstrap bootstrap) {
    Objects.requireNonNull(FIELDS);
  }

  /** Adds a field to all further lines about the request whose handler calls this. */
  static void put(String name, String value) {
    Context context = Vertx.currentContext();
    if (context != null) {
      FIELDS.put(context, FIELDS.get(context, () -> new Fields(Map.of())).with(name, value));
    }
  }

  @Override
  public Map<String, String> supplyContextData() {
    Context context = Vertx.currentContext();
    Fields fields = context == null ? null : FIELDS.get(context);
    return fields == null ? Map.of() : fields.values();
  }
}
