package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses addresses with broken percent-encoding, on every route alike. */
final class PercentSigns implements Handler<RoutingContext> {

  /** RFC 3986, section 2.1. */
  private static final Pattern STRAY = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Override
  public void handle(RoutingContext context) {
    if (STRAY.matcher(context.request().uri()).find()) {
      throw ApiException.validation(
          List.of("address must have two hexadecimal digits after each percent-sign"));
    }
    context.next();
  }
}
