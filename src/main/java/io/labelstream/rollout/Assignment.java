package io.labelstream.rollout;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A model in a role, as a value of the control topic.
 *
 * @param share of the requests, 0 to 1; always 1 for a primary
 */
public record Assignment(ModelId model, double share) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Assignment {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be from 0 to 1, but is " + share);
    }
  }

  private record Value(@Nullable ModelId model, @Nullable Double share) {}

  /**
   * Reads a value of the control topic. A shadow sees all requests unless it has a share; a canary
   * has to have one, so that none replaces the primary by mistake.
   *
   * @throws IllegalArgumentException if it says no model, or what cannot be
   */
  static Assignment parse(Role role, byte[] value) {
    Value parsed = read(value);
    if (parsed == null || parsed.model == null) {
      throw new IllegalArgumentException(
          "must be an object such as {\"model\":\"resnet50-int8@0d569777cf3c\"}");
    }
    if (parsed.share == null && role == Role.CANARY) {
      throw new IllegalArgumentException("must say the canary's share, such as \"share\":0.05");
    }
    double share = parsed.share == null || role == Role.PRIMARY ? 1 : parsed.share;
    return new Assignment(parsed.model, share);
  }

  private static @Nullable Value read(byte[] value) {
    try {
      return JSON.readValue(value, Value.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(
          e.getCause() instanceof IllegalArgumentException known
              ? known.getMessage()
              : e.getOriginalMessage(),
          e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("must be a JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory must be readable", e);
    }
  }

  /** The value of the control topic. */
  public byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("records of text and numbers must serialize", e);
    }
  }
}
