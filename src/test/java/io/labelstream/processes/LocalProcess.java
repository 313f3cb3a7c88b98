package io.labelstream.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar's local mode as a process of its own, which can be killed. */
public final class LocalProcess implements AutoCloseable {

  private static final Path JAR = Path.of(System.getProperty("labelstream.jar", ""));
  private static final String HEAP = "1g";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Path data;
  private final Map<String, String> environment;
  private final List<String> command;
  private Process process;

  private LocalProcess(Path data, Map<String, String> environment, List<String> command)
      throws IOException {
    this.data = data;
    this.environment = environment;
    this.command = command;
    process = launch();
  }

  /** Starts it on free ports, which it keeps over restarts, and returns when it is ready. */
  public static LocalProcess start(Path data, String... more) throws IOException {
    return start(data, Map.of(), more);
  }

  /** The same with more in its environment than this process's has. */
  public static LocalProcess start(Path data, Map<String, String> environment, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "local",
                "--data=" + data,
                "--port=" + Ports.free(),
                "--kafka-port=" + Ports.free(),
                "--flink-port=" + Ports.free()));
    arguments.addAll(List.of(more));
    LocalProcess local = new LocalProcess(data, environment, command(JAR, HEAP, arguments));
    local.awaitReady();
    return local;
  }

  /** What a run of the jar came to. */
  public record Output(int exitCode, String out, String err) {}

  /** Runs the jar to its end. */
  public static Output run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return run(folder, Map.of(), arguments);
  }

  /** The same with more in its environment than this process's has. */
  public static Output run(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run(JAR, folder, environment, List.of(arguments));
  }

  /** Runs a measurement to its end. */
  public static Output runBench(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path bench = JAR.resolveSibling("labelstream-bench.jar");
    return run(bench, folder, environment, List.of(arguments));
  }

  private static Output run(
      Path jar, Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    ProcessBuilder builder = new ProcessBuilder(command(jar, HEAP, arguments));
    builder.environment().putAll(environment);
    Process run = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(run.waitFor(180, TimeUnit.SECONDS)).as("ended").isTrue();
    return new Output(run.exitValue(), Files.readString(out), Files.readString(err));
  }

  public JsonNode addresses() throws IOException {
    return JsonMapper.builder().build().readTree(readyFile().toFile());
  }

  public String bootstrapServers() throws IOException {
    return addresses().path("bootstrapServers").asText();
  }

  public Path readyFile() {
    return data.resolve("local.json");
  }

  /** What it has written to stderr. */
  public String err() {
    try {
      return Files.readString(data.resolveSibling("err"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Waits until it has ended by itself; returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  /** As {@code kill -9} does it. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  public void restart() throws IOException {
    process = launch();
    awaitReady();
  }

  /** As Ctrl-C does it. */
  public void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Override
  public void close() {
    kill();
  }

  private void awaitReady() {
    await()
        .atMost(START_TIMEOUT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              assertThat(process.isAlive()).as(this::err).isTrue();
              return Files.exists(readyFile()) && addresses().path("pid").asLong() == process.pid();
            });
  }

  private Process launch() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolveSibling("out").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(data.resolveSibling("err").toFile()))
        .start();
  }

  /** The command that runs a jar. */
  public static List<String> command(Path jar, String heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Jdk.program("java"));
    command.add("-Xmx" + heap);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    return command;
  }
}
