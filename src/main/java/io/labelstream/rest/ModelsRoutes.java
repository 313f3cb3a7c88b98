package io.labelstream.rest;

import io.labelstream.topic.TopicUnavailableException;
import io.labelstream.verdict.Report;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows operators which models run, and how those on trial do. */
final class ModelsRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ModelsRoutes.class);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final SharedReading<ModelsBody> models;
  private final SharedReading<Report> comparison;
  private final AtomicBoolean saidUnavailable = new AtomicBoolean();

  ModelsRoutes(SharedReading<ModelsBody> models, SharedReading<Report> comparison) {
    this.models = models;
    this.comparison = comparison;
  }

  void models(RoutingContext context) {
    send(context, models.get());
  }

  void comparison(RoutingContext context) {
    send(context, comparison.get());
  }

  private void send(RoutingContext context, Future<?> body) {
    body.onSuccess(
            read -> {
              saidUnavailable.set(false);
              Json.send(context, 200, read);
            })
        .onFailure(failure -> context.fail(explained(failure)));
  }

  private Throwable explained(Throwable failure) {
    if (!(failure instanceof TopicUnavailableException)) {
      return failure;
    }
    // A broker that is away for an hour is one line.
    if (saidUnavailable.compareAndSet(false, true)) {
      LOG.warn("{}", failure.getMessage());
    }
    return ApiException.unavailable(
        "The topics about models cannot be read; the facade's log says why. With Kafka's access"
            + " control its user needs Read and Describe on them.",
        RETRY);
  }
}
