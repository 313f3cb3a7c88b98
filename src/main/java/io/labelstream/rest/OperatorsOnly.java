package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets keys with the role of an operator through.
 *
 * @param what is for them, as the beginning of a sentence
 */
record OperatorsOnly(String what) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext context) {
    if (!Authentication.key(context).roles().contains(KeyRole.OPERATOR)) {
      throw ApiException.of(
          Problem.FORBIDDEN,
          what
              + " for API keys with the role operator: make one with keys create --role"
              + " operator.");
    }
    context.next();
  }
}
