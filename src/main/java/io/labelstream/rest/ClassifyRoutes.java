package io.labelstream.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labelstream.event.ErrorBody;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.store.Image;
import io.labelstream.store.ImageStore;
import io.labelstream.store.Owner;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Classifies images, at once or in the background. */
final class ClassifyRoutes {

  private static final String OPTIONS = "label-options";
  private static final String ASYNC = "respond-async";
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** The weight is in labels, each of some 80 bytes. */
  private static final long MAX_KEPT = 500_000;

  private final ImageStore store;
  private final Classifications classifications;

  /** The classifications that clients will ask for again, by their ids. */
  private final Cache<String, Background> background =
      Caffeine.newBuilder()
          .expireAfterWrite(KEPT)
          .maximumWeight(MAX_KEPT)
          .weigher((String id, Background one) -> one.labels())
          .build();

  ClassifyRoutes(ImageStore store, Classifications classifications) {
    this.store = store;
    this.classifications = classifications;
  }

  private record Background(
      Owner owner, String imageId, int labels, Future<IdentifyResponse> result) {}

  /**
   * The body that says how far a classification in the background is.
   *
   * @param status pending, done or failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Progress(
      String status, @Nullable IdentifyResponse result, @Nullable ErrorBody error) {

    static Progress of(Future<IdentifyResponse> future) {
      if (!future.isComplete()) {
        return new Progress("pending", null, null);
      }
      return future.succeeded()
          ? new Progress("done", future.result(), null)
          : new Progress("failed", null, ErrorResponses.problem(future.cause()).body());
    }
  }

  /** Reads what labels are wanted, before another handler looks for the image. */
  Handler<RoutingContext> withOptions(Handler<RoutingContext> next) {
    return context -> {
      Parameters parameters = new Parameters();
      LabelOptions options = parameters.labelOptions(context);
      parameters.check();
      context.put(OPTIONS, options);
      next.handle(context);
    };
  }

  void classify(RoutingContext context) {
    Image image = OwnedImage.of(context);
    LabelOptions options = context.get(OPTIONS);
    Supplier<Future<IdentifyResponse>> ask = asking(context, image, options);
    Future<IdentifyResponse> result = ask.get();
    // A failure that is known already is told at once, in the background too.
    if (prefersAsync(context) && !result.failed()) {
      respondLater(context, image, options, result, ask);
    } else {
      result.onSuccess(response -> Json.send(context, 201, response)).onFailure(context::fail);
    }
  }

  /** Says how far a classification in the background is. */
  void progress(RoutingContext context) {
    Background found = background.getIfPresent(context.pathParam("classification_id"));
    Owner owner = Authentication.key(context).owner();
    if (found == null
        || !found.owner().equals(owner)
        || !found.imageId().equals(context.pathParam("image_id"))) {
      throw ApiException.notFound("Classification");
    }
    Json.send(context, 200, Progress.of(found.result()));
  }

  private Supplier<Future<IdentifyResponse>> asking(
      RoutingContext context, Image image, LabelOptions options) {
    Subject subject =
        new Subject(
            image.contentHash(),
            store.uri(image),
            image.id(),
            RequestIds.of(context),
            RequestIds.trace(context));
    return () -> CallerContext.resume(classifications.classify(subject, options));
  }

  private void respondLater(
      RoutingContext context,
      Image image,
      LabelOptions options,
      Future<IdentifyResponse> first,
      Supplier<Future<IdentifyResponse>> ask) {
    String id = UUID.randomUUID().toString();
    Future<IdentifyResponse> result = patiently(id, first, ask);
    background.put(id, new Background(image.owner(), image.id(), options.topK(), result));
    context
        .response()
        .putHeader(HttpHeaders.LOCATION, "/v1/images/" + image.id() + "/classifications/" + id)
        .putHeader("preference-applied", ASYNC);
    Json.send(context, 202, Progress.of(result));
  }

  /** Asks again after a timeout, for as long as the client may ask how far it is. */
  private Future<IdentifyResponse> patiently(
      String id, Future<IdentifyResponse> result, Supplier<Future<IdentifyResponse>> ask) {
    return result.recover(
        failure ->
            isTimeout(failure) && background.getIfPresent(id) != null
                ? patiently(id, ask.get(), ask)
                : Future.failedFuture(failure));
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof TimeoutException;
  }

  /** RFC 7240: preferences are separated by commas, and their parameters by semicolons. */
  private static boolean prefersAsync(RoutingContext context) {
    return context.request().headers().getAll("prefer").stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .anyMatch(ASYNC::equals);
  }
}
