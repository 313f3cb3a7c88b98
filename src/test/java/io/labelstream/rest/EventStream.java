package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events that reads them one by one. */
final class EventStream implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final HttpURLConnection connection;
  private final BufferedReader lines;

  private EventStream(HttpURLConnection connection, InputStream body) {
    this.connection = connection;
    lines = new BufferedReader(new InputStreamReader(body, UTF_8));
  }

  /** An event with its data, which is one line of JSON. */
  record Event(String name, JsonNode data) {}

  static EventStream open(String url, String path, String key) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty("x-api-key", key);
    assertThat(connection.getResponseCode()).isEqualTo(200);
    assertThat(connection.getContentType()).isEqualTo("text/event-stream");
    return new EventStream(connection, connection.getInputStream());
  }

  /** The data of the next event of a name. */
  JsonNode next(String name) {
    while (true) {
      Event event = next();
      if (event.name().equals(name)) {
        return event.data();
      }
    }
  }

  Event next() {
    try {
      String name = line();
      String data = line();
      assertThat(name).startsWith("event: ");
      assertThat(data).startsWith("data: ");
      assertThat(line()).isEmpty();
      return new Event(
          name.substring("event: ".length()),
          OpenApi.JSON.readTree(data.substring("data: ".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has ended it, as it should. */
  boolean isAtItsEnd() throws IOException {
    String line;
    do {
      line = lines.readLine();
    } while (line != null);
    return true;
  }

  private String line() throws IOException {
    @Nullable String line = lines.readLine();
    assertThat(line).as("the stream goes on").isNotNull();
    return line;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
