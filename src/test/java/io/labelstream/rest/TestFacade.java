package io.labelstream.rest;

import static org.awaitility.Awaitility.await;

import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.store.KeyMode;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A facade on free ports, on real images and HTTP, with {@link FakeJobChannel}s instead of a
 * broker.
 */
final class TestFacade implements AutoCloseable {

  final FakeJobChannel channel = new FakeJobChannel();
  final FakeRequestReader requests = new FakeRequestReader();
  final FakeModelsReader models = new FakeModelsReader();
  final MovingClock clock = new MovingClock();

  /** Of the processors, 0 to 1. */
  final AtomicReference<Double> load = new AtomicReference<>(0.0);

  final Path data;
  private final Facade facade;
  private final KeyFile keys;

  private TestFacade(
      Path data,
      UrlImport.Resolver resolver,
      HttpClientOptions client,
      ReadTimeouts.HeaderTimes headerTimes,
      String... flags)
      throws IOException {
    this.data = data;
    List<String> all =
        new ArrayList<>(List.of("--data=" + data, "--port=0", "--management-port=0"));
    all.addAll(List.of(flags));
    Settings settings = Settings.read(Scope.FACADE, all, Map.of());
    keys = new KeyFile(ImageSettings.keys(settings), clock);
    // A first key, so that the file is there when the facade starts.
    keys.create("nobody", KeyMode.LIVE, 1);
    facade =
        new FacadeBuilder(settings)
            .clock(clock)
            .channel(channel)
            .requests(requests)
            .models(models)
            .load(new ProcessorLoad(load::get))
            .imports(
                resolver,
                // The public addresses of tests are 127.0.0.2 and on.
                address -> address.isLoopbackAddress() && address.getAddress()[3] > 1,
                client)
            .headerTimes(headerTimes)
            .ticks(Duration.ofMillis(50), Duration.ofMillis(50))
            .start();
  }

  static TestFacade start(Path data, String... flags) throws IOException {
    return start(data, ReadTimeouts.HeaderTimes.DEFAULT, flags);
  }

  /** With other times for headers. */
  static TestFacade start(Path data, ReadTimeouts.HeaderTimes headerTimes, String... flags)
      throws IOException {
    return new TestFacade(
        data, InetAddress::getAllByName, new HttpClientOptions(), headerTimes, flags);
  }

  /** With another way to the servers that images are imported from. */
  static TestFacade start(
      Path data, UrlImport.Resolver resolver, HttpClientOptions client, String... flags)
      throws IOException {
    return new TestFacade(data, resolver, client, ReadTimeouts.HeaderTimes.DEFAULT, flags);
  }

  String url() {
    return "http://127.0.0.1:" + facade.port();
  }

  int port() {
    return facade.port();
  }

  /** A client of the management port. */
  ApiClient management() {
    return new ApiClient("http://127.0.0.1:" + facade.managementPort());
  }

  /** A client without a key. */
  ApiClient anonymous() {
    return new ApiClient(url());
  }

  /** A client with a key of its own, which the facade knows when this returns. */
  ApiClient client(String account, KeyMode mode, int perMinute)
      throws IOException, InterruptedException {
    return new ApiClient(url(), "x-api-key", key(account, mode, perMinute));
  }

  /** A key that the facade knows when this returns. */
  String key(String account, KeyMode mode, int perMinute, KeyRole... roles)
      throws IOException, InterruptedException {
    String key = keys.create(account, mode, perMinute, roles);
    ApiClient client = new ApiClient(url(), "x-api-key", key);
    await().until(() -> client.get("/v1/images?take=1").status() != 401);
    return key;
  }

  ApiClient client(String account) throws IOException, InterruptedException {
    return client(account, KeyMode.LIVE, 100_000);
  }

  KeyFile keys() {
    return keys;
  }

  @Override
  public void close() {
    facade.close();
  }
}
