package io.labelstream.rest;

import io.labelstream.store.Image;
import io.labelstream.store.ImageIds;
import io.labelstream.store.ImageStore;
import io.labelstream.store.Owner;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Finds the image that a request names, and lets the request through if its key may see it. */
final class OwnedImage {

  private static final String IMAGE = "image";

  private final ImageStore store;
  private final BlockingExecutor blocking;

  OwnedImage(ImageStore store, BlockingExecutor blocking) {
    this.store = store;
    this.blocking = blocking;
  }

  /**
   * Finds the image, then lets a handler go on. The router is not asked for the next one, since
   * tracers would add its path to that of the route once more.
   */
  Handler<RoutingContext> then(Handler<RoutingContext> next) {
    return context -> find(context, next);
  }

  private void find(RoutingContext context, Handler<RoutingContext> next) {
    String id = context.pathParam("image_id");
    if (id == null || !ImageIds.isValid(id)) {
      throw notFound(context);
    }
    Owner owner = Authentication.key(context).owner();
    blocking
        .run(() -> store.find(id))
        .map(found -> check(found.orElseThrow(() -> notFound(context)), owner, context))
        .onFailure(context::fail)
        .onSuccess(
            image -> {
              context.put(IMAGE, image);
              try {
                next.handle(context);
              } catch (RuntimeException e) {
                context.fail(e);
              }
            });
  }

  /** The image of a request that has come through. */
  static Image of(RoutingContext context) {
    return context.get(IMAGE);
  }

  /** The error for an image that does not exist, and for one that the client must not know of. */
  static ApiException notFound(RoutingContext context) {
    String id = context.pathParam("image_id");
    boolean sane = id != null && id.matches("[A-Za-z0-9_-]{1,64}");
    return ApiException.notFound(sane ? "Image with id " + id : "Image");
  }

  private static Image check(Image image, Owner owner, RoutingContext context) {
    if (!image.owner().account().equals(owner.account())) {
      throw ApiException.of(Problem.FORBIDDEN, "You are not allowed to access this image.");
    }
    if (image.owner().mode() != owner.mode()) {
      throw notFound(context);
    }
    return image;
  }
}
