package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records and answers as JSON files: a header is {@code [name, value]}, bytes are text, or {@code
 * {"base64": …}}, or null.
 */
final class GoldenFiles {

  /** Of a record that does not name another: 2026-01-01T00:00:00.123Z. */
  private static final long TIMESTAMP = 1_767_225_600_123L;

  /** When records are decoded. */
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  static final JsonMapper JSON = JsonMapper.builder().build();

  private GoldenFiles() {}

  static Stream<Path> in(String folder) throws IOException {
    try {
      Path path =
          Path.of(Objects.requireNonNull(GoldenFiles.class.getResource(folder), folder).toURI());
      try (Stream<Path> files = Files.list(path)) {
        return files.sorted().toList().stream();
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  static RequestRecord record(JsonNode record) {
    List<RecordHeader> headers = new ArrayList<>();
    for (JsonNode header : record.path("headers")) {
      headers.add(new RecordHeader(header.get(0).asText(), bytes(header.get(1))));
    }
    return new RequestRecord(
        "requests",
        3,
        42,
        record.path("timestamp").asLong(TIMESTAMP),
        bytes(record.path("key")),
        headers,
        bytes(record.path("value")));
  }

  static byte @Nullable [] bytes(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (node.isObject() && node.has("base64")) {
      return Base64.getDecoder().decode(node.get("base64").asText());
    }
    return (node.isTextual() ? node.asText() : node.toString()).getBytes(UTF_8);
  }

  static ObjectNode describe(DecodedRequest decoded) {
    ObjectNode description = JSON.createObjectNode();
    description.set("correlation", describe(decoded.correlation()));
    decoded.fold(
        request -> {
          description.put(
              "image", request.image().fold(bytes -> "inline " + bytes.length, URI::toString));
          description.put("topK", request.options().topK());
          description.put("minScore", request.options().minScore());
          description.put("floor", request.options().floor());
          request.expiryTime().ifPresent(time -> description.put("expiryTime", time.toString()));
          return description;
        },
        failed -> {
          description.put("failed", failed.code().name());
          description.set("reasons", JSON.valueToTree(failed.reasons()));
          return description;
        });
    return description;
  }

  private static ObjectNode describe(Correlation correlation) {
    ObjectNode description = JSON.createObjectNode();
    description.put("id", correlation.id());
    description.put("source", correlation.source());
    description.put("subject", correlation.subject().orElse(null));
    description.putNull("trace");
    correlation
        .trace()
        .ifPresent(
            trace ->
                description
                    .putObject("trace")
                    .put("traceparent", trace.traceparent())
                    .put("tracestate", trace.tracestate().orElse(null)));
    description.put("time", correlation.time().orElse(null));
    return description;
  }

  static ObjectNode describe(AnswerRecord answer) throws IOException {
    ObjectNode description = JSON.createObjectNode();
    description.put("key", new String(answer.key(), UTF_8));
    ArrayNode headers = description.putArray("headers");
    for (RecordHeader header : answer.headers()) {
      byte[] value = Objects.requireNonNull(header.value());
      headers.addArray().add(header.name()).add(new String(value, UTF_8));
    }
    description.set("value", JSON.readTree(answer.value()));
    return description;
  }
}
