package io.labelstream.tools.local;

import io.labelstream.rest.Facade;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.LocalApiKey;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The facade of a local mode, and the API key that comes with it. */
final class LocalFacade implements AutoCloseable {

  private final Facade facade;
  private final String apiKey;

  private LocalFacade(Facade facade, String apiKey) {
    this.facade = facade;
    this.apiKey = apiKey;
  }

  /**
   * Starts the facade on a broker that has the topics.
   *
   * @param local what the job has been started with
   */
  static LocalFacade start(LocalMode.Options options, Settings local, DataDirectory data)
      throws IOException {
    Settings settings =
        local
            .with(ServerSettings.HOST, Ports.LOOPBACK)
            .with(ServerSettings.PORT, options.restPort())
            .with(ServerSettings.MANAGEMENT_PORT, 0)
            .with(ImageSettings.DATA, data.root())
            .with(ImageSettings.IMAGES, Optional.of(data.images().toUri()))
            // Ctrl-C shall not take long, whoever is connected.
            .with(ServerSettings.DRAIN_TIMEOUT, Duration.ofSeconds(2));
    String apiKey = LocalApiKey.of(data.root().resolve("api-key"), ImageSettings.keys(settings));
    return new LocalFacade(Facade.start(settings), apiKey);
  }

  String restUrl() {
    return "http://" + Ports.LOOPBACK + ":" + facade.port();
  }

  String metricsUrl() {
    return "http://" + Ports.LOOPBACK + ":" + facade.managementPort() + "/metrics";
  }

  String apiKey() {
    return apiKey;
  }

  /** Returns when an answer has come back. */
  void awaitReady(Duration timeout) throws IOException, InterruptedException {
    if (!facade.awaitReady(timeout)) {
      throw new SandboxException(
          "no classification came back within " + timeout.toSeconds() + " s: see the log");
    }
  }

  @Override
  public void close() {
    facade.close();
  }
}
