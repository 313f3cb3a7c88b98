package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedFilter;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.store.ImageStore;
import io.labelstream.store.KeyMode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedViewersTest {

  private static final long TIMEOUT_SECONDS = 30;
  private static final ApiKey KEY =
      new ApiKey("1", "ops", KeyMode.LIVE, 10, "", "", "", Set.of(KeyRole.OPERATOR));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void sendsOneAwayWhoComesWhileItIsClosed(@TempDir Path data) throws Exception {
    Clock clock = Clock.systemUTC();
    Settings settings = Settings.read(Scope.FACADE, List.of("--data=" + data), Map.of());
    try (ImageStore store = ImageStore.open(settings, clock);
        FeedPhotographs photographs =
            new FeedPhotographs(vertx, new FakeRequestReader(), store, 10)) {
      FeedViewers viewers =
          new FeedViewers(
              new Feed("requests", clock),
              photographs,
              1,
              id -> true,
              new ProcessorLoad(() -> 0),
              new SimpleMeterRegistry());
      HttpServer server =
          vertx.createHttpServer().requestHandler(watching(viewers)).listen(0, "127.0.0.1").await();
      URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
      // The client's own timeout ends with the headers.
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).startsWith("event: hello");
    }
  }

  /** Shows the feed to each, and closes it when it is about to know of one. */
  private Router watching(FeedViewers viewers) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> viewers.add(vertx, closingAtResponse(context, viewers), FeedFilter.ALL, 10));
    return router;
  }

  private static RoutingContext closingAtResponse(RoutingContext context, FeedViewers viewers) {
    return (RoutingContext)
        Proxy.newProxyInstance(
            FeedViewersTest.class.getClassLoader(),
            new Class<?>[] {RoutingContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("get")) {
                return KEY;
              }
              if (method.getName().equals("response")) {
                viewers.close();
              }
              return method.invoke(context, arguments);
            });
  }
}
