package io.labelstream.bench;

import io.labelstream.rest.KeyFile;
import io.labelstream.rest.KeyRole;
import io.labelstream.serve.FacadeProgram;
import io.labelstream.store.KeyMode;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A facade, and pages that show its feed, each in a process of its own. */
final class FeedProcesses implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Process facade;
  private final Process pages;
  private final BufferedReader replies;
  private final PrintWriter commands;

  private FeedProcesses(Process facade, Process pages) {
    this.facade = facade;
    this.pages = pages;
    replies = pages.inputReader(StandardCharsets.UTF_8);
    commands = new PrintWriter(pages.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts both, and returns when answers come back through the facade. */
  static FeedProcesses start(Path directory, Pipeline pipeline) throws Exception {
    Path data = Files.createDirectories(directory.resolve("facade"));
    String key =
        new KeyFile(data.resolve("keys.json"), Clock.systemUTC())
            .create("bench", KeyMode.LIVE, 10_000_000, KeyRole.OPERATOR);
    String url = "http://" + Ports.LOOPBACK + ":" + Ports.free();
    Process facade =
        java(
                FacadeProgram.class,
                "serve",
                "--data=" + data,
                "--port=" + URI.create(url).getPort(),
                "--management-port=" + Ports.free(),
                "--bootstrap-servers=" + pipeline.bootstrapServers(),
                "--requests-topic=" + pipeline.requests(),
                "--results-topic=" + pipeline.results())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("facade.out").toFile())
            .start();
    try {
      HttpClient http = HttpClient.newHttpClient();
      HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/readyz")).build();
      Deadline.in(START_TIMEOUT)
          .await(
              "No answer came back through the facade",
              () -> http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
      ProcessBuilder builder =
          java(FeedPages.class, url).redirectError(directory.resolve("pages.err").toFile());
      builder.environment().put(FeedPages.KEY, key);
      return new FeedProcesses(facade, builder.start());
    } catch (Exception e) {
      facade.destroyForcibly();
      throw e;
    }
  }

  private static ProcessBuilder java(Class<?> program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /**
   * Opens pages, or closes some, and returns when those that are open show the last photographs.
   *
   * @return how many photographs all pages have shown so far
   */
  int watch(int count) throws IOException {
    commands.println(count);
    String reply = replies.readLine();
    if (reply == null) {
      throw new IOException("the process of the pages has ended by itself");
    }
    return Integer.parseInt(reply);
  }

  /** Processor time so far. */
  Duration ofFacade() {
    return ProcessorTime.of(facade.toHandle());
  }

  /** Processor time so far. */
  Duration ofPages() {
    return ProcessorTime.of(pages.toHandle());
  }

  @Override
  public void close() {
    for (Process process : List.of(pages, facade)) {
      process.destroyForcibly().onExit().join();
    }
  }
}
