package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Refuses the calls of the vendor's API that are not offered here, by name. */
final class VendorCalls {

  private static final String IMAGINE = "imagine";

  private static final List<String> OF_AN_IMAGE =
      List.of(
          "publish",
          "unpublish",
          "visualize",
          "convert",
          "resize",
          "crop",
          "mirror",
          "rotate",
          "blur",
          "modulate",
          "remove-background",
          "watermark");

  private VendorCalls() {}

  /** Must be added before the address of an image, which would take a call's name for an id. */
  static void refuse(
      Router router, Handler<RoutingContext> authentication, Handler<RoutingContext> body) {
    refuse(router, "/v1/images/" + IMAGINE, IMAGINE, authentication, body);
    for (String name : OF_AN_IMAGE) {
      refuse(router, "/v1/images/:image_id/" + name, name, authentication, body);
    }
  }

  private static void refuse(
      Router router,
      String path,
      String name,
      Handler<RoutingContext> authentication,
      Handler<RoutingContext> body) {
    Endpoint.at(router, path)
        .any(
            authentication,
            body,
            context -> {
              throw ApiException.of(
                  Problem.NOT_FOUND, "This server does not offer the call " + name + ".");
            });
  }
}
