package io.labelstream.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.Settings;
import io.labelstream.store.Image;
import io.labelstream.store.ImageStore;
import io.labelstream.store.Owner;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Uploads, imports, lists, downloads and deletes images. */
final class ImageRoutes {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ImageStore store;
  private final UrlImport imports;
  private final BlockingExecutor blocking;
  private final PageLinks links;

  ImageRoutes(ImageStore store, UrlImport imports, BlockingExecutor blocking, Settings settings) {
    this.store = store;
    this.imports = imports;
    this.blocking = blocking;
    this.links = new PageLinks(settings.get(ServerSettings.PUBLIC_URL));
  }

  void upload(RoutingContext context) {
    Parameters parameters = new Parameters();
    Upload upload = UploadReader.of(context);
    String name = parameters.name(upload.names());
    checkImage(upload, parameters);
    parameters.check();
    Owner owner = Authentication.key(context).owner();
    blocking
        .run(() -> store.add(owner, name, Files.readAllBytes(upload.file())))
        .onSuccess(image -> Json.send(context, 201, ImageBody.of(image)))
        .onFailure(context::fail);
  }

  void create(RoutingContext context) {
    JsonNode body = body(context);
    Parameters parameters = new Parameters();
    String name = parameters.name(text(body, "name").map(List::of).orElse(List.of()));
    Optional<URI> url = text(body, "url").flatMap(text -> imports.url(text, parameters));
    if (!body.path("url").isTextual()) {
      parameters.violation("url is required");
    }
    parameters.check();
    Owner owner = Authentication.key(context).owner();
    imports
        .fetch(url.orElseThrow(), bytes -> blocking.run(() -> store.add(owner, name, bytes)))
        .onSuccess(image -> Json.send(context, 201, ImageBody.of(image)))
        .onFailure(context::fail);
  }

  void get(RoutingContext context) {
    Json.send(context, 200, ImageBody.of(OwnedImage.of(context)));
  }

  void list(RoutingContext context) {
    Parameters parameters = new Parameters();
    int take = parameters.take(context);
    Optional<String> from = parameters.from(context);
    parameters.check();
    Owner owner = Authentication.key(context).owner();
    blocking
        .run(() -> store.listing().page(owner, take, from))
        .onSuccess(
            page ->
                Json.send(
                    context,
                    200,
                    new ImageBody.Page(
                        page.images().stream().map(ImageBody::of).toList(),
                        links.of(context.request(), page, take))))
        .onFailure(context::fail);
  }

  void delete(RoutingContext context) {
    Image image = OwnedImage.of(context);
    blocking
        .run(() -> store.delete(image))
        .onSuccess(
            deleted -> {
              if (deleted) {
                context.response().setStatusCode(204);
                context.end();
              } else {
                context.fail(OwnedImage.notFound(context));
              }
            })
        .onFailure(context::fail);
  }

  private static void checkImage(Upload upload, Parameters parameters) {
    if (upload.images() == 0) {
      parameters.violation(
          upload.imageIsText()
              ? "image must be a file"
              : "image is required, as a file in multipart/form-data");
      return;
    }
    if (upload.images() > 1) {
      parameters.violation("image must be given once");
    }
    try {
      ImageLimits.DEFAULT.checkBytes(upload.imageBytes());
    } catch (ImageRejectedException e) {
      parameters.violation(e.reason());
    }
  }

  private static JsonNode body(RoutingContext context) {
    ContentType.of(context.request()).require("application/json");
    try {
      JsonNode body = JSON.readTree(SmallBody.of(context));
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (IOException e) {
      // Answered below, like JSON that is no object.
    }
    throw ApiException.validation(List.of("body must be a JSON object"));
  }

  private static Optional<String> text(JsonNode body, String field) {
    return Optional.of(body.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }
}
