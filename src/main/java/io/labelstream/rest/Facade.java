package io.labelstream.rest;

import io.labelstream.settings.Settings;
import io.labelstream.topic.KafkaJobChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The image API on one port, and health and metrics for operators on another. */
public final class Facade implements AutoCloseable {

  private final Running running;
  private final Readiness readiness;
  private final int port;
  private final int managementPort;

  Facade(Running running, Readiness readiness, int port, int managementPort) {
    this.running = running;
    this.readiness = readiness;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts the facade. It listens when this returns, and is ready when a classification has come
   * back.
   *
   * @throws IOException if a port is taken, or the folder, the images or their database cannot be
   *     used; the message says which
   * @throws io.labelstream.settings.InvalidSettingsException if Kafka's clients cannot be made with
   *     the properties that are set for them
   */
  public static Facade start(Settings settings) throws IOException {
    return new FacadeBuilder(settings).start();
  }

  /**
   * Checks, without starting anything, what is set for Kafka's clients.
   *
   * @throws io.labelstream.settings.InvalidSettingsException if a facade would not start with it
   */
  public static void check(Settings settings) {
    KafkaJobChannel.check(settings);
  }

  /** The port of the API. */
  public int port() {
    return port;
  }

  /** The port for operators. */
  public int managementPort() {
    return managementPort;
  }

  /** Whether a classification has come back through Kafka and Flink lately. */
  public boolean isReady() {
    return readiness.isReady();
  }

  /**
   * Waits until a classification has come back.
   *
   * @return false if none has within the time
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      readiness.refresh();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }

  /**
   * Stops all parts in the reverse order of their start, once the requests in progress have ended.
   */
  @Override
  public void close() {
    running.close();
  }
}
