package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRoutesTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private TestFacade facade;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data);
  }

  @AfterEach
  void stop() {
    facade.close();
    callers.shutdownNow();
  }

  @Test
  void anIdleFacadeIsReadyForWhoeverAsks() throws Exception {
    assertThat(facade.channel.probes()).as("nobody has asked").isEmpty();
    assertThat(facade.anonymous().get("/readyz").status()).isEqualTo(200);
    facade.clock.advance(LONG);
    assertThat(facade.management().get("/readyz").status()).isEqualTo(200);
    facade.clock.advance(LONG);
    assertThat(ready()).isEqualTo("labelstream_ready 1.0");
    assertThat(facade.channel.probes()).hasSize(3);
  }

  @Test
  void isNotReadyWithoutAnAnswer() throws Exception {
    facade.channel.hold();
    Future<ApiClient.Response> first = callers.submit(() -> facade.anonymous().get("/readyz"));
    await().until(() -> facade.channel.probes().size() == 1);
    facade.clock.advance(Duration.ofSeconds(9));
    ApiClient.Response second = facade.anonymous().get("/readyz");
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.header("retry-after")).isNotEmpty();
    assertThat(ready()).isEqualTo("labelstream_ready 0.0");
    assertThat(facade.channel.probes()).hasSize(1);
    facade.channel.release();
    assertThat(first.get().status()).isEqualTo(200);
  }

  @Test
  void isNotReadyWithoutTheBroker() throws Exception {
    facade.channel.disconnect();
    assertThat(facade.anonymous().get("/readyz").status()).isEqualTo(503);
    assertThat(ready()).isEqualTo("labelstream_ready 0.0");
    assertThat(facade.channel.probes()).isEmpty();
  }

  @Test
  void asksForANewProcessOnceKafkaHasRefusedThisOneForAMinute() throws Exception {
    facade.channel.disconnect();
    assertThat(facade.management().get("/livez").status())
        .as("a broker that is away")
        .isEqualTo(200);
    facade.channel.lockedOut = Duration.ofSeconds(59);
    assertThat(facade.management().get("/livez").status()).isEqualTo(200);
    facade.channel.lockedOut = Duration.ofSeconds(61);
    assertThat(facade.management().get("/livez").status()).isEqualTo(503);
    assertThat(facade.management().get("/healthz").status())
        .as("it serves images all the same")
        .isEqualTo(200);
  }

  private String ready() throws Exception {
    return facade
        .management()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("labelstream_ready "))
        .findFirst()
        .orElse("");
  }
}
