package io.labelstream.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a TaskManager runs of a job's models, is loading, or could not load; a value of the status
 * topic. What is by role has the roles' keys.
 *
 * @param time when it was so, after RFC 3339
 * @param running the models in force
 * @param loading the models that are being had and loaded
 * @param failed the models that the control topic names and that cannot run, with the reasons
 */
@JsonInclude(Include.NON_EMPTY)
public record ModelsStatus(
    String taskManager,
    String job,
    String time,
    Map<String, Running> running,
    Map<String, String> loading,
    Map<String, Failed> failed) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * A model in force.
   *
   * @param share of the requests, 0 to 1
   */
  public record Running(String model, double share) {}

  /** A model that cannot run, and why. */
  public record Failed(String model, String reason) {}

  public ModelsStatus {
    running = new TreeMap<>(Objects.requireNonNullElse(running, Map.of()));
    loading = new TreeMap<>(Objects.requireNonNullElse(loading, Map.of()));
    failed = new TreeMap<>(Objects.requireNonNullElse(failed, Map.of()));
  }

  /** The status in a record, or empty where the record holds none. */
  public static Optional<ModelsStatus> parse(byte @Nullable [] value) {
    try {
      return value == null
          ? Optional.empty()
          : Optional.ofNullable(JSON.readValue(value, ModelsStatus.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The key of its record, by which the next one replaces it. */
  public String key() {
    return taskManager + "/" + job;
  }

  /** The value of its record. */
  public byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("records of text and numbers must serialize", e);
    }
  }
}
