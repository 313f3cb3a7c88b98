package io.labelstream.rest;

import static io.labelstream.settings.AnswerSettings.ANSWER_TIMEOUT;
import static io.labelstream.settings.ImageSettings.DATA;
import static io.labelstream.settings.ImageSettings.IMPORT_ORIGINS;
import static io.labelstream.settings.ServerSettings.BODY_TIMEOUT;
import static io.labelstream.settings.ServerSettings.CORS_ORIGINS;
import static io.labelstream.settings.ServerSettings.DRAIN_TIMEOUT;
import static io.labelstream.settings.ServerSettings.HOST;
import static io.labelstream.settings.ServerSettings.MANAGEMENT_PORT;
import static io.labelstream.settings.ServerSettings.PORT;

import io.labelstream.build.Build;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Settings;
import io.labelstream.store.ImageStore;
import io.labelstream.topic.JobChannel;
import io.labelstream.topic.KafkaJobChannel;
import io.labelstream.topic.KafkaRequestReader;
import io.labelstream.topic.RequestReader;
import io.labelstream.verdict.KafkaModelsReader;
import io.labelstream.verdict.ModelsReader;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/** Puts a facade together. Each collaborator that a test replaces has a method here. */
final class FacadeBuilder {

  private static final Duration PARTITIONS_TICK = Duration.ofSeconds(2);
  private static final Duration FEED_TICK = Duration.ofSeconds(2);

  private final Settings settings;
  private Clock clock = Clock.systemUTC();
  private Function<Settings, JobChannel> channels = KafkaJobChannel::open;
  private Function<Settings, RequestReader> requests = KafkaRequestReader::open;
  private Function<Settings, ModelsReader> models = KafkaModelsReader::new;
  private UrlImport.Resolver resolver = InetAddress::getAllByName;
  private Predicate<InetAddress> reachable = PublicAddresses::contains;
  private HttpClientOptions importClient = new HttpClientOptions();
  private ProcessorLoad load = ProcessorLoad.measured();
  private ReadTimeouts.HeaderTimes headerTimes = ReadTimeouts.HeaderTimes.DEFAULT;
  private Duration keysTick = Duration.ofSeconds(1);
  private Duration expiryTick = Duration.ofMinutes(1);

  FacadeBuilder(Settings settings) {
    this.settings = settings;
  }

  /** Sets the clock that dates images, refills rate limits and ages readiness. */
  FacadeBuilder clock(Clock other) {
    clock = other;
    return this;
  }

  /** Sets the channel to the job. */
  FacadeBuilder channel(JobChannel other) {
    channels = same -> other;
    return this;
  }

  /** Sets what reads the requests that somebody looks at. */
  FacadeBuilder requests(RequestReader other) {
    requests = same -> other;
    return this;
  }

  /** Sets how busy the processors are, which those who watch the feed have to mind. */
  FacadeBuilder load(ProcessorLoad other) {
    load = other;
    return this;
  }

  /** Sets what reads which models run. */
  FacadeBuilder models(ModelsReader other) {
    models = same -> other;
    return this;
  }

  /**
   * Sets how images are imported from URLs.
   *
   * @param addresses looks up the addresses of a host
   * @param connectable which addresses may be connected to
   * @param client the options of connections
   */
  FacadeBuilder imports(
      UrlImport.Resolver addresses, Predicate<InetAddress> connectable, HttpClientOptions client) {
    resolver = addresses;
    reachable = connectable;
    importClient = client;
    return this;
  }

  /** Sets how long connections may go without a request. */
  FacadeBuilder headerTimes(ReadTimeouts.HeaderTimes other) {
    headerTimes = other;
    return this;
  }

  /** Sets how often changed API keys and expired images are looked for. */
  FacadeBuilder ticks(Duration keys, Duration expiry) {
    keysTick = keys;
    expiryTick = expiry;
    return this;
  }

  /** Starts the facade as {@link Facade#start} describes. */
  Facade start() throws IOException {
    Running running = new Running();
    try {
      return start(running);
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
  }

  private Facade start(Running running) throws IOException {
    JobChannel channel = running.add(channels.apply(settings));
    Path uploads = uploads();
    ImageStore store = running.add(ImageStore.open(settings, clock));
    RestMetrics metrics = running.add(new RestMetrics());
    Vertx vertx = vertx(running);
    BlockingExecutor blocking = running.add(new BlockingExecutor(vertx, metrics.registry()));
    Classifications classifications =
        new Classifications(vertx, channel, settings, clock, metrics.registry());
    Readiness readiness = new Readiness(classifications, channel, Pages.probe(), clock);
    ReadTimeouts readTimeouts = new ReadTimeouts(vertx, headerTimes, settings.get(BODY_TIMEOUT));
    Routes routes =
        new Routes(vertx, metrics, new HealthRoutes(readiness, metrics, store, blocking));
    ApiKeys keys = keys(vertx, blocking);
    WatchedFeed feed =
        running.add(
            new WatchedFeed(
                vertx, settings, clock, keys, requests.apply(settings), store, load, metrics));
    WatchedModels watched =
        running.add(
            new WatchedModels(vertx, settings, clock, keys, models.apply(settings), metrics));
    Router api =
        new ApiRouter(routes, readTimeouts, new AccessLog(new ClientAddresses(settings)))
            .crossOrigin(settings.get(CORS_ORIGINS))
            .images(
                new Authentication(keys, new RateLimits(clock), metrics),
                new OwnedImage(store, blocking),
                new UploadReader(uploads),
                new ImageRoutes(store, imports(vertx, blocking), blocking, settings),
                new DownloadRoute(store, blocking),
                new ClassifyRoutes(store, classifications))
            .feed(feed.authentication(), feed.routes())
            .models(watched.authentication(), watched.routes())
            .pages(new Pages(settings))
            .router();

    metrics.measure(Build.current(), channel, store, classifications, readiness);
    schedule(vertx, blocking, readiness, store);
    vertx.setPeriodic(FEED_TICK.toMillis(), tick -> feed.refresh());
    channel.start(
        answer -> {
          // Somebody waits for this one; the page that shows the feed looks now and then.
          classifications.answered(answer);
          feed.take(answer);
        },
        classifications::disconnected);
    HttpServers management = management(running, vertx, routes.management());
    HttpServers servers = servers(running, vertx, api, readTimeouts);
    running.add(feed.viewers());
    return new Facade(running, readiness, servers.port(), management.port());
  }

  private Vertx vertx(Running running) {
    Vertx vertx = DataFolder.vertx(settings.get(DATA));
    running.add(() -> vertx.close().await());
    return vertx;
  }

  private Path uploads() throws IOException {
    Path uploads = DataFolder.prepare(settings.get(DATA), ImageSettings.images(settings));
    UploadFile.deleteLeftovers(uploads, clock.instant().minus(settings.get(BODY_TIMEOUT)));
    return uploads;
  }

  private ApiKeys keys(Vertx vertx, BlockingExecutor blocking) {
    ApiKeys keys = new ApiKeys(ImageSettings.keys(settings), clock);
    keys.reload();
    vertx.setPeriodic(keysTick.toMillis(), tick -> blocking.run(Executors.callable(keys::reload)));
    return keys;
  }

  private UrlImport imports(Vertx vertx, BlockingExecutor blocking) {
    return new UrlImport(
        vertx.createHttpClient(UrlImport.options(importClient)),
        blocking,
        new ImportOrigins(settings.get(IMPORT_ORIGINS)),
        resolver,
        reachable);
  }

  private void schedule(
      Vertx vertx, BlockingExecutor blocking, Readiness readiness, ImageStore store) {
    vertx.setPeriodic(PARTITIONS_TICK.toMillis(), tick -> readiness.tryNewPartitions());
    ImageExpiry expiry = new ImageExpiry(store, settings, clock);
    vertx.setPeriodic(expiryTick.toMillis(), tick -> blocking.run(expiry::deleteSome));
  }

  private HttpServers management(Running running, Vertx vertx, Router router) throws IOException {
    return listen(running, vertx, settings.get(MANAGEMENT_PORT), 1, router, any -> {});
  }

  private HttpServers servers(Running running, Vertx vertx, Router router, ReadTimeouts timeouts)
      throws IOException {
    int loops = Runtime.getRuntime().availableProcessors();
    return listen(running, vertx, settings.get(PORT), loops, router, timeouts::connected);
  }

  private HttpServers listen(
      Running running,
      Vertx vertx,
      int port,
      int loops,
      Router router,
      Handler<HttpConnection> connected)
      throws IOException {
    HttpServers.Limits limits =
        new HttpServers.Limits(settings.get(ANSWER_TIMEOUT), settings.get(DRAIN_TIMEOUT));
    return running.add(
        HttpServers.listen(vertx, limits, settings.get(HOST), port, loops, router, connected));
  }
}
