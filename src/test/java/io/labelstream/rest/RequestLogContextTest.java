package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wherever a request is taken in turns with others, its lines are its own. */
class RequestLogContextTest {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLogContextTest.class);

  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void survivesThreadsTimersAndOtherRequests() {
    Router router = Router.router(vertx);
    router.route().handler(new RequestIds());
    // All wait here for the last of them, so that they do take turns.
    int requests = 20;
    List<Promise<Void>> waiting = new ArrayList<>();
    router
        .route()
        .handler(
            context -> {
              log("begin", context);
              Promise<Void> all = Promise.promise();
              waiting.add(all);
              CallerContext.resume(all.future())
                  .compose(
                      together ->
                          vertx.executeBlocking(
                              () -> {
                                log("blocking", context);
                                return null;
                              },
                              false))
                  .compose(done -> vertx.timer(1))
                  .onSuccess(
                      fired -> {
                        log("timer", context);
                        context.end();
                      });
              if (waiting.size() == requests) {
                var unused = CompletableFuture.runAsync(() -> waiting.forEach(Promise::complete));
              }
            });
    int port =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await().actualPort();
    try (CapturedLog log = new CapturedLog()) {
      Future.join(
              IntStream.range(0, requests)
                  .mapToObj(
                      i ->
                          CompletableFuture.supplyAsync(
                              () -> new Answer(port, "request-" + i).status()))
                  .map(Future::fromCompletionStage)
                  .toList())
          .await();
      Map<String, List<String>> ids =
          log.events().stream()
              .filter(event -> event.getLoggerName().equals(LOG.getName()))
              .collect(
                  Collectors.groupingBy(
                      event -> event.getMessage().getFormattedMessage(),
                      Collectors.mapping(
                          event ->
                              String.valueOf(event.getContextData().<Object>getValue("request_id")),
                          Collectors.toList())));
      assertThat(ids).hasSize(requests * 3);
      ids.forEach((text, logged) -> assertThat(logged).containsExactly(text.split(" ", 2)[1]));
    }
  }

  @Test
  void leavesOtherLinesAlone() {
    try (CapturedLog log = new CapturedLog()) {
      LOG.info("outside");
      assertThat(log.events()).hasSize(1).allMatch(event -> event.getContextData().isEmpty());
    }
  }

  private static void log(String where, RoutingContext context) {
    LOG.info("{} {}", where, RequestIds.of(context));
  }

  private record Answer(int port, String id) {

    int status() {
      try {
        return new ApiClient("http://127.0.0.1:" + port, "x-request-id", id).get("/").status();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
