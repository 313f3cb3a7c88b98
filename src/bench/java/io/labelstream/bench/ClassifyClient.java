package io.labelstream.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client of the image API. */
final class ClassifyClient {

  private static final String BOUNDARY = "labelstream-bench";
  private static final String LINE_END = "\r\n";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final String url;
  private final String apiKey;

  ClassifyClient(String url, String apiKey) {
    this.url = url;
    this.apiKey = apiKey;
  }

  /** Uploads an image and returns its id. */
  String upload(byte[] image) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, "--" + BOUNDARY);
    write(body, "content-disposition: form-data; name=\"name\"");
    write(body, "");
    write(body, "bench");
    write(body, "--" + BOUNDARY);
    write(body, "content-disposition: form-data; name=\"image\"; filename=\"bench.jpg\"");
    write(body, "");
    body.writeBytes(image);
    write(body, "");
    write(body, "--" + BOUNDARY + "--");
    HttpResponse<byte[]> response =
        http.send(
            request(url + "/v1/images/upload")
                .header("content-type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    JsonNode answer = json.readTree(response.body());
    if (response.statusCode() != 201) {
      throw new IOException("an upload was answered with " + answer);
    }
    return answer.path("id").asText();
  }

  /** Classifies an image; completes with the status. */
  CompletableFuture<Integer> classify(String id) {
    return http.sendAsync(
            request(url + "/v1/images/" + id + "/classify")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(HttpResponse::statusCode);
  }

  private HttpRequest.Builder request(String at) {
    return HttpRequest.newBuilder(URI.create(at)).timeout(TIMEOUT).header("x-api-key", apiKey);
  }

  private static void write(ByteArrayOutputStream body, String line) {
    body.writeBytes((line + LINE_END).getBytes(StandardCharsets.UTF_8));
  }
}
