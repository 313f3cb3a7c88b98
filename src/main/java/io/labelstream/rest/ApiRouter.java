package io.labelstream.rest;

import io.vertx.ext.web.Router;
import java.util.List;

/**
 * Every address of the image API, and what a request to it goes through. Those that are added
 * earlier are looked at first.
 */
final class ApiRouter {

  private static final String IMAGE = "/v1/images/:image_id";

  private final Routes routes;
  private final Router router;
  private final SmallBody small = new SmallBody();

  ApiRouter(Routes routes, ReadTimeouts readTimeouts, AccessLog log) {
    this.routes = routes;
    router = routes.open(readTimeouts, log);
  }

  ApiRouter crossOrigin(List<String> origins) {
    if (!origins.isEmpty()) {
      router.route("/v1/*").handler(new CrossOrigin(origins));
    }
    return this;
  }

  /** The addresses of images, after which no path that begins as theirs can be added. */
  ApiRouter images(
      Authentication authentication,
      OwnedImage owned,
      UploadReader uploads,
      ImageRoutes images,
      DownloadRoute downloads,
      ClassifyRoutes classify) {
    Endpoint.at(router, "/v1/images/upload").post(authentication, uploads, images::upload).only();
    Endpoint.at(router, "/v1/images")
        .get(authentication, images::list)
        .post(authentication, small, images::create)
        .only();
    Endpoint.at(router, IMAGE + "/classify")
        .post(authentication, small, classify.withOptions(owned.then(classify::classify)))
        .only();
    Endpoint.at(router, IMAGE + "/classifications/:classification_id")
        .get(authentication, classify::progress)
        .only();
    Endpoint.at(router, IMAGE + "/download")
        .get(authentication, owned.then(downloads::download))
        .only();
    // Their many paths are looked at after those that clients wait for.
    VendorCalls.refuse(router, authentication, small);
    Endpoint.at(router, IMAGE)
        .get(authentication, owned.then(images::get))
        .delete(authentication, owned.then(images::delete))
        .only();
    return this;
  }

  /** The addresses of the feed, for keys with the role of an operator. */
  ApiRouter feed(Authentication authentication, FeedRoutes feed) {
    OperatorsOnly operators = new OperatorsOnly("The feed is");
    Endpoint.at(router, "/v1/feed").get(authentication, operators, feed::stream).only();
    Endpoint.at(router, "/v1/feed/answers").get(authentication, operators, feed::answers).only();
    Endpoint.at(router, "/v1/feed/records/:partition/:offset")
        .get(authentication, operators, feed::record)
        .only();
    Endpoint.at(router, "/v1/feed/photographs/:partition/:offset")
        .get(authentication, operators, feed::photograph)
        .only();
    return this;
  }

  /** The addresses about models, for the same keys. */
  ApiRouter models(Authentication authentication, ModelsRoutes models) {
    OperatorsOnly operators = new OperatorsOnly("What runs is");
    Endpoint.at(router, "/v1/models").get(authentication, operators, models::models).only();
    Endpoint.at(router, "/v1/models/comparison")
        .get(authentication, operators, models::comparison)
        .only();
    return this;
  }

  ApiRouter pages(Pages pages) {
    for (String path : pages.paths()) {
      Endpoint.at(router, path).get(context -> pages.send(context, path)).only();
    }
    return this;
  }

  Router router() {
    return routes.closed(router);
  }
}
