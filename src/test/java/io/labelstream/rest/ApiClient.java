package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls the API over HTTP; each response is held against the API's own description. */
public final class ApiClient {

  static final String BOUNDARY = "----a-boundary";
  private static final String LINE_END = "\r\n";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final OpenApi OPEN_API = new OpenApi();

  private final String url;
  private final List<String> headers;

  /** A client that sends some headers, name and value by turns, each time. */
  public ApiClient(String url, String... headers) {
    this.url = url;
    this.headers = List.of(headers);
  }

  /** A response. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two.
  public record Response(int status, HttpHeaders headers, byte[] body) {

    /** Of the response. */
    public String text() {
      return new String(body, UTF_8);
    }

    /** Of the response. */
    public JsonNode json() {
      try {
        return OpenApi.JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(text(), e);
      }
    }

    /** Of the response. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** Of the response. */
    public List<String> errors() {
      List<String> errors = new ArrayList<>();
      json().path("errors").forEach(error -> errors.add(error.asText()));
      return errors;
    }
  }

  /** The same client with more headers. */
  public ApiClient with(String... more) {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    return new ApiClient(url, all.toArray(String[]::new));
  }

  /** GET. */
  public Response get(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0]);
  }

  /** POST without a body. */
  public Response post(String path) throws IOException, InterruptedException {
    return send("POST", path, new byte[0]);
  }

  /** DELETE. */
  public Response delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, new byte[0]);
  }

  Response postJson(String path, String json) throws IOException, InterruptedException {
    return with("content-type", "application/json").send("POST", path, json.getBytes(UTF_8));
  }

  /** Uploads an image. */
  public Response upload(String name, byte[] image) throws IOException, InterruptedException {
    return sendForm(form(name, image));
  }

  /** The body of an upload, for {@link #sendForm}. */
  public static byte[] form(String name, byte[] image) {
    return form(field("name", name), file("image", image));
  }

  /** Uploads what a form holds. */
  public Response sendForm(byte[] form) throws IOException, InterruptedException {
    return with("content-type", "multipart/form-data; boundary=" + BOUNDARY)
        .send("POST", "/v1/images/upload", form);
  }

  Response uploadParts(byte[]... parts) throws IOException, InterruptedException {
    return sendForm(form(parts));
  }

  private static byte[] form(byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    body.writeBytes(("--" + BOUNDARY + "--" + LINE_END).getBytes(UTF_8));
    return body.toByteArray();
  }

  static byte[] field(String name, String value) {
    return part(
        "form-data; name=\"" + name + "\"", "text/plain; charset=utf-8", value.getBytes(UTF_8));
  }

  static byte[] file(String name, byte[] content) {
    String disposition = "form-data; name=\"" + name + "\"; filename=\"a.jpg\"";
    return part(disposition, "application/octet-stream", content);
  }

  private static byte[] part(String disposition, String type, byte[] content) {
    List<String> head =
        List.of(
            "--" + BOUNDARY,
            "content-disposition: " + disposition,
            "content-type: " + type,
            "",
            "");
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(String.join(LINE_END, head).getBytes(UTF_8));
    part.writeBytes(content);
    part.writeBytes(LINE_END.getBytes(UTF_8));
    return part.toByteArray();
  }

  Response send(String method, String path, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(3));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    HttpRequest.BodyPublisher publisher =
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body);
    HttpResponse<byte[]> response =
        HTTP.send(
            request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofByteArray());
    OPEN_API.check(method, path, response.statusCode(), response.headers(), response.body());
    return new Response(response.statusCode(), response.headers(), response.body());
  }
}
