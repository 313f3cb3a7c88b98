package io.labelstream.rest;

import io.labelstream.image.ImageLimits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes an upload as it arrives and writes its image to a file, which is deleted when the request
 * has ended. A body that will not do is refused as soon as that can be told.
 */
final class UploadReader implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(UploadReader.class);
  private static final String UPLOAD = "upload";
  private static final Duration RETRY = Duration.ofSeconds(30);

  /** Room for boundaries, part headers and the name. */
  private static final int OVERHEAD_BYTES = 64 * 1024;

  private static final int MAX_IMAGE_BYTES = ImageLimits.DEFAULT.maxBytes();

  private final RequestBody body =
      new RequestBody(
          MAX_IMAGE_BYTES + OVERHEAD_BYTES, "image must be at most " + MAX_IMAGE_BYTES + " bytes");

  private final Path folder;

  /** Takes the folder for the files. */
  UploadReader(Path folder) {
    this.folder = folder;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    ContentType type = ContentType.of(request).require("multipart/form-data");
    request.pause();
    Future<UploadFile> created = UploadFile.create(context.vertx(), folder);
    // Registered before the file exists: a client that goes meanwhile is not announced later.
    context.addEndHandler(done -> created.onSuccess(UploadFile::discard));
    created
        .recover(UploadReader::unavailable)
        .compose(file -> read(context, type, file))
        .onComplete(done -> request.resume())
        .onSuccess(
            upload -> {
              context.put(UPLOAD, upload);
              context.next();
            })
        .onFailure(context::fail);
  }

  /** The upload of a request that has come through. */
  static Upload of(RoutingContext context) {
    return context.get(UPLOAD);
  }

  private Future<Upload> read(RoutingContext context, ContentType type, UploadFile file) {
    HttpServerRequest request = context.request();
    if (context.response().closed()) {
      file.discard();
      return Future.failedFuture("the client has gone");
    }
    UploadForm form = new UploadForm(type, file::write);
    Future<Void> whole =
        body.read(
            request,
            part -> {
              form.decode(part);
              if (file.isFull()) {
                request.pause();
                file.onDrained(drained -> request.resume());
              }
            });
    request.resume();
    return whole
        .compose(
            end -> {
              form.end();
              return file.written().recover(UploadReader::unavailable);
            })
        .map(written -> form.upload(file.path()));
  }

  /** The disk may be full. */
  private static <T> Future<T> unavailable(Throwable failure) {
    LOG.error("Uploads cannot be written: {}", failure.toString());
    return Future.failedFuture(
        ApiException.unavailable("Images cannot be taken in. Please try again later.", RETRY));
  }
}
