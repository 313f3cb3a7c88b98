package io.labelstream.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers as Flink's REST API would, with what a test has set. */
final class FakeFlink implements AutoCloseable {

  private static final String OVERVIEW = "/jobs/overview";

  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Deque<String> overviews = new ArrayDeque<>();
  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());

  FakeFlink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  ClusterPorts ports() {
    return new ClusterPorts(1, 2, server.getAddress().getPort(), 4, 5, 6);
  }

  /** Sets the jobs that each of the next requests gets to see; the last one's stay. */
  synchronized void jobs(String... overviews) {
    for (String jobs : overviews) {
      this.overviews.add("{\"jobs\": [" + jobs + "]}");
    }
  }

  /**
   * A job for {@link #jobs}.
   *
   * @param ended the time of its end in milliseconds since 1970, −1 for one that has not ended
   * @param running how many of its two tasks run
   */
  static String job(String id, String name, String state, long ended, int running) {
    return """
        {"jid": "%s", "name": "%s", "state": "%s", "end-time": %d,
         "tasks": {"total": 2, "running": %d}}
        """
        .formatted(id, name, state, ended, running);
  }

  void savepoint(String job, String path) {
    answer(
        "/jobs/" + job + "/checkpoints",
        "{\"latest\": {\"savepoint\": {\"external_path\": \"" + path + "\"}}}");
  }

  void failure(String job, String stackTrace) {
    answer(
        "/jobs/" + job + "/exceptions",
        "{\"exceptionHistory\": {\"entries\": [{\"stacktrace\": \"" + stackTrace + "\"}]}}");
  }

  void answer(String path, String json) {
    answers.put(path, json);
  }

  /** The requests that would have changed something. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      if (!exchange.getRequestMethod().equals("GET")) {
        changes.add(exchange.getRequestMethod() + " " + path);
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      String json = path.equals(OVERVIEW) ? overview() : answers.get(path);
      if (json == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = json.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized String overview() {
    return overviews.size() > 1 ? overviews.remove() : overviews.element();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
