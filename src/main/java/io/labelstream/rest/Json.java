package io.labelstream.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Sends bodies as JSON. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Json() {}

  static void send(RoutingContext context, int status, Object body) {
    send(context, status, bytes(body));
  }

  /**
   * Sends a body that is JSON already.
   *
   * @param body of {@link #bytes}
   */
  static void send(RoutingContext context, int status, Buffer body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        // A cache must not give one key's images to another, nor images that are deleted.
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    context.end(body);
  }

  static Buffer bytes(Object body) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers must serialize", e);
    }
  }
}
