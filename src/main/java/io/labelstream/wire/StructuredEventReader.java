package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Structured mode of CloudEvents: the whole event is one JSON object in the record's value. */
final class StructuredEventReader {

  /**
   * Longest string in characters: the largest image, 20 MB, is 26.7 million in base64. Jackson's
   * default of 20 million would refuse it for the wrong reason.
   */
  private static final int MAX_STRING_LENGTH = 64_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_STRING_LENGTH).build())
                  .build())
          .addModule(JsonFormat.getCloudEventJacksonModule())
          .build();

  private final @Nullable ObjectNode event;
  private final String syntaxError;

  StructuredEventReader(byte @Nullable [] value) {
    ObjectNode parsed = null;
    String error = "event must be a JSON object";
    if (value != null) {
      try {
        if (JSON.readTree(value) instanceof ObjectNode object) {
          parsed = object;
        }
      } catch (JsonProcessingException e) {
        error = "event is not JSON: " + e.getOriginalMessage();
      } catch (IOException e) {
        error = "event is not JSON: " + e.getMessage();
      }
    }
    event = parsed;
    syntaxError = error;
  }

  /** A text attribute of the event, whether or not the rest of it is valid. */
  @Nullable String text(String name) {
    JsonNode node = event == null ? null : event.get(name);
    return node != null && node.isTextual() ? node.textValue() : null;
  }

  /**
   * Converts the JSON object to an event.
   *
   * @throws InvalidEventException if it is no CloudEvent
   */
  CloudEvent read() throws InvalidEventException {
    if (event == null) {
      throw new InvalidEventException(syntaxError);
    }
    ObjectNode attributes = event.deepCopy();
    // CloudEvents knows no fractions, so the SDK refuses the number 0.2 and takes the string "0.2".
    for (Map.Entry<String, JsonNode> field : List.copyOf(event.properties())) {
      if (field.getValue().isFloatingPointNumber()) {
        attributes.put(field.getKey(), field.getValue().asText());
      }
    }
    try {
      return JSON.treeToValue(attributes, CloudEvent.class);
    } catch (JsonProcessingException e) {
      throw new InvalidEventException("event is invalid: " + e.getOriginalMessage());
    }
  }
}
