package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.AsyncApi;
import io.labelstream.settings.FacadeSettings;
import io.labelstream.store.ImageStore;
import io.labelstream.topic.KafkaTopics;
import io.labelstream.topic.RequestTopic;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image API on a port, and what operators need on another one. */
public final class Facade implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Facade.class);

  private static final Duration KEYS_TICK = Duration.ofSeconds(1);
  private static final Duration PARTITIONS_TICK = Duration.ofSeconds(2);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final FacadeSettings settings;
  private final Parts parts;
  private int port;
  private int managementPort;
  private @Nullable Readiness readiness;

  private Facade(FacadeSettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /**
   * What is another one in tests.
   *
   * @param clock the time of images, of limits and of being ready
   * @param topic the way to the job
   * @param resolver finds the addresses of hosts that images are imported from
   * @param reachable which of those may be connected to
   * @param importClient how they are connected to
   * @param headerTimes how long connections may go without a request
   */
  record Parts(
      Clock clock,
      RequestTopic topic,
      UrlImport.Resolver resolver,
      Predicate<InetAddress> reachable,
      HttpClientOptions importClient,
      SlowClients.HeaderTimes headerTimes) {}

  /**
   * Starts the facade. It listens when this returns, and is ready when a prediction has come back.
   *
   * @throws IOException if a port is taken, or the folder, the images or their database cannot be
   *     used; the message says which
   * @throws io.labelstream.settings.InvalidSettingsException if Kafka's clients cannot be made with
   *     the properties that are set for them
   */
  public static Facade start(FacadeSettings settings) throws IOException {
    return start(
        settings,
        new Parts(
            Clock.systemUTC(),
            new KafkaTopics(settings),
            InetAddress::getAllByName,
            PublicAddresses::contains,
            new HttpClientOptions(),
            SlowClients.HeaderTimes.DEFAULT));
  }

  /**
   * Checks, without starting anything, what is set for Kafka's clients.
   *
   * @throws io.labelstream.settings.InvalidSettingsException if a facade would not start with it
   */
  public static void check(FacadeSettings settings) {
    KafkaTopics.check(settings);
  }

  static Facade start(FacadeSettings settings, Parts parts) throws IOException {
    Facade facade = new Facade(settings, parts);
    try {
      facade.startParts();
      return facade;
    } catch (IOException | RuntimeException e) {
      facade.close();
      throw e;
    }
  }

  /** Of the API. */
  public int port() {
    return port;
  }

  /** For operators. */
  public int managementPort() {
    return managementPort;
  }

  /** Whether a prediction has come back through Kafka and Flink lately. */
  public boolean isReady() {
    return readiness != null && readiness.isReady();
  }

  /**
   * Waits until a prediction has come back.
   *
   * @return false if none has within the time
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      if (readiness != null) {
        readiness.refresh();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }

  /** Ends all parts in the reverse order of their start; requests in progress may end first. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the facade did not end cleanly", e);
      }
    }
  }

  private void startParts() throws IOException {
    RequestTopic topic = closeLater(parts.topic());
    Path uploads = DataFolder.prepare(settings);
    UploadFile.deleteLeftovers(uploads, parts.clock().instant().minus(settings.bodyTimeout()));
    ImageStore store = closeLater(ImageStore.open(settings, parts.clock()));
    RestMetrics metrics = closeLater(new RestMetrics());
    Vertx vertx = vertx(settings.data().resolve("vertx"));
    closeLater(() -> vertx.close().await());
    Workers workers = closeLater(new Workers(vertx));

    Classifications classifications =
        new Classifications(topic, settings, parts.clock(), metrics.registry());
    Readiness probed = new Readiness(classifications, topic, Pages.probe(), parts.clock());
    readiness = probed;
    metrics.registry().gauge("labelstream.ready", probed, state -> state.isReady() ? 1 : 0);
    vertx.setPeriodic(PARTITIONS_TICK.toMillis(), tick -> probed.tryNewPartitions());
    ApiKeys keys = new ApiKeys(settings.keys(), parts.clock());
    keys.reload();
    vertx.setPeriodic(
        KEYS_TICK.toMillis(),
        tick ->
            workers.run(
                () -> {
                  keys.reload();
                  return null;
                }));

    UrlImport imports =
        new UrlImport(
            vertx.createHttpClient(UrlImport.options(parts.importClient())),
            workers,
            new ImportOrigins(settings.importOrigins()),
            parts.resolver(),
            parts.reachable());
    ImageRoutes images = new ImageRoutes(store, imports, workers, settings.publicUrl());
    SlowClients slowClients = new SlowClients(vertx, parts.headerTimes(), settings.bodyTimeout());
    Routes routes = new Routes(vertx, metrics, new HealthRoutes(probed, metrics, store, workers));
    Router api =
        routes.api(
            new Authentication(keys, new RateLimits(parts.clock()), metrics),
            new UploadReader(uploads),
            images,
            new DownloadRoute(images, store, workers),
            new ClassifyRoutes(images, store, classifications),
            new Pages(
                AsyncApi.document(settings.requestsTopic(), settings.resultsTopic())
                    .toPrettyString()
                    .getBytes(UTF_8)),
            slowClients,
            settings.corsOrigins());

    topic.start(classifications::answered, classifications::disconnected);
    HttpServers.Limits limits =
        new HttpServers.Limits(settings.answerTimeout(), settings.drainTimeout());
    managementPort =
        closeLater(
                HttpServers.listen(
                    vertx,
                    limits,
                    settings.host(),
                    settings.managementPort(),
                    1,
                    routes.management(),
                    connection -> {}))
            .port();
    port =
        closeLater(
                HttpServers.listen(
                    vertx,
                    limits,
                    settings.host(),
                    settings.port(),
                    Runtime.getRuntime().availableProcessors(),
                    api,
                    slowClients::connected))
            .port();
  }

  private <T extends AutoCloseable> T closeLater(T part) {
    started.push(part);
    return part;
  }

  private static Vertx vertx(Path cache) {
    return Vertx.vertx(
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)
                    .setFileCacheDir(cache.toString())));
  }
}
