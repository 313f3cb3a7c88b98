package io.labelstream.rest;

import io.labelstream.topic.TopicUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows operators which models run, and how those on trial do. */
final class ModelsRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ModelsRoutes.class);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Part models;
  private final Part comparison;

  /**
   * Routes to two readings.
   *
   * @param models gives JSON
   * @param comparison gives JSON
   */
  ModelsRoutes(SharedReading<Buffer> models, SharedReading<Buffer> comparison) {
    this.models = new Part(models, new AtomicBoolean());
    this.comparison = new Part(comparison, new AtomicBoolean());
  }

  void models(RoutingContext context) {
    models.send(context);
  }

  void comparison(RoutingContext context) {
    comparison.send(context);
  }

  /** What is read by itself, of topics of its own. */
  private record Part(SharedReading<Buffer> reading, AtomicBoolean saidUnavailable) {

    void send(RoutingContext context) {
      Future<Buffer> body = reading.get();
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
        LOG.warn(
            "{}; with Kafka's access control the facade's user needs Read and Describe on the"
                + " topics of the settings models-topic, models-status-topic, shadow-topic and"
                + " results-topic",
            failure.getMessage());
      }
      return ApiException.unavailable("What runs cannot be read. Please try again later.", RETRY);
    }
  }
}
