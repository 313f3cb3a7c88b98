package io.labelstream.tools.local;

import io.labelstream.rest.Facade;
import io.labelstream.settings.FacadeSettings;
import io.labelstream.settings.JobSettings;
import io.labelstream.tools.sandbox.LocalApiKey;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
   * @param job the settings of the job, whose topics the facade uses
   */
  static LocalFacade start(LocalMode.Options options, JobSettings job, DataDirectory data)
      throws IOException {
    List<String> flags = new ArrayList<>(options.configuration());
    flags.add("--bootstrap-servers=" + job.bootstrapServers());
    flags.add("--requests-topic=" + job.requestsTopic());
    flags.add("--results-topic=" + job.resultsTopic());
    flags.add("--host=" + Ports.LOOPBACK);
    flags.add("--port=" + options.restPort());
    flags.add("--management-port=0");
    flags.add("--data=" + data.root());
    flags.add("--images=" + data.images().toUri());
    // Ctrl-C shall not take long, whoever is connected.
    flags.add("--drain-timeout=2s");
    FacadeSettings settings = FacadeSettings.read(flags, options.environment());
    String apiKey = LocalApiKey.of(data.root().resolve("api-key"), settings.keys());
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

  /** Returns when a prediction has come back. */
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
