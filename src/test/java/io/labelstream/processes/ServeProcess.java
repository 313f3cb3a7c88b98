package io.labelstream.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.rest.ApiClient;
import io.labelstream.rest.KeyFile;
import io.labelstream.store.KeyMode;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged facade as a process of its own, with a heap of its own and no broker. */
public final class ServeProcess implements AutoCloseable {

  private final int port;
  private final String key;
  private final Path log;
  private final Process process;

  private ServeProcess(int port, String key, Path log, Process process) {
    this.port = port;
    this.key = key;
    this.log = log;
    this.process = process;
  }

  /** Starts it, and returns when it answers; see the other one. */
  public static ServeProcess start(Path folder, String heap, String... more) throws IOException {
    return start(folder, heap, Map.of(), more);
  }

  /**
   * Starts it, and returns when it answers.
   *
   * @param heap as {@code -Xmx} has it
   * @param environment beside this process's
   * @param more options beside the folder and the addresses
   */
  public static ServeProcess start(
      Path folder, String heap, Map<String, String> environment, String... more)
      throws IOException {
    String key =
        new KeyFile(folder.resolve("keys.json"), Clock.systemUTC())
            .create("ann", KeyMode.LIVE, 100_000);
    int port = Ports.free();
    List<String> options = new ArrayList<>(List.of("--data=" + folder, "--port=" + port));
    options.addAll(List.of(more));
    Path log = folder.resolve("serve.log");
    Process process = launch(log, heap, environment, options);
    ServeProcess serve = new ServeProcess(port, key, log, process);
    try {
      ApiClient client = serve.client();
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(
              () -> {
                assertThat(process.isAlive()).as(serve::log).isTrue();
                return client.get("/healthz").status() == 200;
              });
      return serve;
    } catch (RuntimeException | AssertionError e) {
      serve.close();
      throw e;
    }
  }

  /** Starts it, whatever becomes of it; no broker is there. */
  public static Process launch(
      Path log, String heap, Map<String, String> environment, List<String> options)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Jdk.program("java"),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                System.getProperty("labelstream.facade", ""),
                "serve",
                "--bootstrap-servers=127.0.0.1:" + Ports.free()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  public int port() {
    return port;
  }

  public String key() {
    return key;
  }

  public long pid() {
    return process.pid();
  }

  public ApiClient client() {
    return new ApiClient("http://127.0.0.1:" + port, "x-api-key", key);
  }

  /** Ends it as an operator does; it has borne everything until then. */
  public void stop() throws IOException, InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(log).content().doesNotContain("OutOfMemory").doesNotContain(key);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
