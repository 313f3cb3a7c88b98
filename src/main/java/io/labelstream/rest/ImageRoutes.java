package io.labelstream.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.images.Image;
import io.labelstream.images.ImageIds;
import io.labelstream.images.ImagePage;
import io.labelstream.images.ImageStore;
import io.labelstream.images.Owner;
import io.labelstream.vision.ImageLimits;
import io.labelstream.vision.ImageRejectedException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uploads, imports, lists, downloads and deletes images. */
final class ImageRoutes {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ImageStore store;
  private final UrlImport imports;
  private final Workers workers;
  private final Optional<URI> publicUrl;

  ImageRoutes(ImageStore store, UrlImport imports, Workers workers, Optional<URI> publicUrl) {
    this.store = store;
    this.imports = imports;
    this.workers = workers;
    this.publicUrl = publicUrl;
  }

  void upload(RoutingContext context) {
    Parameters parameters = new Parameters();
    String name = parameters.name(context.request().formAttributes().getAll("name"));
    Path file = file(context, parameters);
    parameters.check();
    Owner owner = Authentication.key(context).owner();
    workers
        .run(() -> store.add(owner, name, read(file)))
        .onSuccess(image -> Json.send(context, 201, ImageBody.of(image)))
        .onFailure(context::fail);
  }

  void create(RoutingContext context) {
    JsonNode body = body(context);
    Parameters parameters = new Parameters();
    String name = parameters.name(text(body, "name").map(List::of).orElse(List.of()));
    Optional<URI> url = text(body, "url").flatMap(text -> imports.url(text, parameters));
    if (!body.path("url").isTextual()) {
      parameters.fault("url is required");
    }
    parameters.check();
    Owner owner = Authentication.key(context).owner();
    imports
        .fetch(url.orElseThrow(), bytes -> workers.run(() -> store.add(owner, name, bytes)))
        .onSuccess(image -> Json.send(context, 201, ImageBody.of(image)))
        .onFailure(context::fail);
  }

  void get(RoutingContext context) {
    owned(context)
        .onSuccess(image -> Json.send(context, 200, ImageBody.of(image)))
        .onFailure(context::fail);
  }

  void list(RoutingContext context) {
    Parameters parameters = new Parameters();
    int take = parameters.take(context);
    Optional<String> from = parameters.from(context);
    parameters.check();
    Owner owner = Authentication.key(context).owner();
    workers
        .run(() -> store.list(owner, take, from))
        .onSuccess(page -> Json.send(context, 200, body(context, page, take)))
        .onFailure(context::fail);
  }

  void download(RoutingContext context) {
    owned(context)
        .compose(
            image ->
                context.request().method().equals(HttpMethod.HEAD)
                    ? announce(context, image).end()
                    : workers
                        .run(() -> store.open(image))
                        .recover(failure -> goneMeanwhile(context, image, failure))
                        .compose(
                            bytes -> {
                              announce(context, image);
                              return new StreamedBody(bytes, workers).sendTo(context);
                            }))
        .onFailure(context::fail);
  }

  void delete(RoutingContext context) {
    owned(context)
        .compose(image -> workers.run(() -> store.delete(image)))
        .onSuccess(
            deleted -> {
              if (deleted) {
                context.response().setStatusCode(204);
                context.end();
              } else {
                context.fail(notFound(context));
              }
            })
        .onFailure(context::fail);
  }

  /** The image that a request names, if its key may see it. */
  Future<Image> owned(RoutingContext context) {
    String id = context.pathParam("image_id");
    Owner owner = Authentication.key(context).owner();
    if (id == null || !ImageIds.isValid(id)) {
      return Future.failedFuture(notFound(context));
    }
    return workers
        .run(() -> store.find(id))
        .map(
            found -> {
              Image image = found.orElseThrow(() -> notFound(context));
              if (!image.owner().account().equals(owner.account())) {
                throw ApiException.of(
                    Problem.FORBIDDEN, "You are not allowed to access this image.");
              }
              if (image.owner().stage() != owner.stage()) {
                throw notFound(context);
              }
              return image;
            });
  }

  /** Bytes that cannot be read are no fault of ours only if their image has just been deleted. */
  private Future<InputStream> goneMeanwhile(
      RoutingContext context, Image image, Throwable failure) {
    return workers
        .run(() -> store.find(image.id()))
        .compose(found -> Future.failedFuture(found.isPresent() ? failure : notFound(context)));
  }

  private static HttpServerResponse announce(RoutingContext context, Image image) {
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, image.format().mediaType())
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(image.size()))
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store")
        // It is compressed already.
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
  }

  private static ApiException notFound(RoutingContext context) {
    String id = context.pathParam("image_id");
    boolean sane = id != null && id.matches("[A-Za-z0-9_-]{1,64}");
    return ApiException.notFound(sane ? "Image with id " + id : "Image");
  }

  private static @Nullable Path file(RoutingContext context, Parameters parameters) {
    List<FileUpload> files = context.fileUploads();
    List<FileUpload> images =
        files.stream().filter(upload -> upload.name().equals("image")).toList();
    if (images.isEmpty()) {
      parameters.fault(
          context.request().formAttributes().contains("image")
              ? "image must be a file"
              : "image is required, as a file in multipart/form-data");
      return null;
    }
    if (images.size() > 1) {
      parameters.fault("image must be given once");
    }
    Path file = Path.of(images.get(0).uploadedFileName());
    try {
      ImageLimits.DEFAULT.checkBytes(images.get(0).size());
    } catch (ImageRejectedException e) {
      parameters.fault(e.reason());
    }
    return file;
  }

  private static byte[] read(@Nullable Path file) throws IOException {
    if (file == null) {
      throw new IllegalStateException("a request without a file has got past its check");
    }
    return Files.readAllBytes(file);
  }

  private static JsonNode body(RoutingContext context) {
    UploadLimits.require(context, "application/json");
    try {
      JsonNode body =
          JSON.readTree(
              context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes());
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

  private ImageBody.Page body(RoutingContext context, ImagePage page, int take) {
    return new ImageBody.Page(
        page.images().stream().map(ImageBody::of).toList(),
        new ImageBody.Links(
            page.previous().map(id -> link(context, id, take)).orElse(null),
            page.next().map(id -> link(context, id, take)).orElse(null)));
  }

  private String link(RoutingContext context, String from, int take) {
    String base =
        publicUrl
            .map(URI::toString)
            .orElseGet(() -> context.request().scheme() + "://" + context.request().authority());
    return base + "/v1/images?take=" + take + "&from=" + from;
  }
}
