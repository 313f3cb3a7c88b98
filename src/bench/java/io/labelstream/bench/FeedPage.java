package io.labelstream.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the facade's page {@code /live} asks for while somebody looks at it: the last answers, then
 * the feed as it goes on, and the photograph of each answer.
 */
final class FeedPage implements AutoCloseable {

  /** As the page has them. */
  private static final int PER_SECOND = 4;

  private static final int AT_ONCE = 4;
  private static final int PAGE = 60;

  /** Cards on a screen of 1280×900, as nobody has scrolled. */
  private static final int SEEN = 12;

  private static final String DATA = "data: ";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final ExecutorService loading = Executors.newFixedThreadPool(AT_ONCE);
  private final String url;
  private final String apiKey;
  private final AtomicInteger shown;
  private final InputStream events;

  /**
   * Opens the page, and returns when its first photographs are shown.
   *
   * @param shown counts photographs
   */
  FeedPage(String url, String apiKey, AtomicInteger shown) throws Exception {
    this.url = url;
    this.apiKey = apiKey;
    this.shown = shown;
    events =
        http.send(request("/v1/feed?per_second=" + PER_SECOND), BodyHandlers.ofInputStream())
            .body();
    HttpResponse<String> last =
        http.send(request("/v1/feed/answers?take=" + PAGE), BodyHandlers.ofString());
    int seen = 0;
    for (JsonNode answer : json.readTree(last.body()).path("data")) {
      if (seen++ < SEEN) {
        show(answer);
      }
    }
    Thread reader = new Thread(this::follow, "feed-page");
    reader.setDaemon(true);
    reader.start();
  }

  private void follow() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA)) {
          JsonNode data = json.readTree(line.substring(DATA.length()));
          if (name.equals("event: answer")) {
            loading.execute(() -> show(data));
          }
        } else if (!line.isEmpty()) {
          name = line;
        }
      }
    } catch (IOException e) {
      // The page was closed.
    }
  }

  private void show(JsonNode answer) {
    JsonNode position = answer.path("position");
    String path = position.path("partition").asText() + "/" + position.path("offset").asText();
    try {
      HttpResponse<byte[]> response =
          http.send(
              request("/v1/feed/photographs/" + path + "?size=thumbnail"),
              BodyHandlers.ofByteArray());
      if (response.statusCode() == 200) {
        shown.incrementAndGet();
      }
    } catch (IOException e) {
      // The page was closed meanwhile.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("x-api-key", apiKey).build();
  }

  @Override
  public void close() throws IOException {
    loading.shutdownNow();
    events.close();
  }
}
