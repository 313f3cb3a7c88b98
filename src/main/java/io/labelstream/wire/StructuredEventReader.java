package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Structured mode of CloudEvents: the whole event is one JSON object in the record's value. */
final class StructuredEventReader {

  private static final String IMAGE = "data_base64";

  /**
   * Longest text in characters, the image excepted: a text takes several times its size while it is
   * read, and tasks share a heap.
   */
  private static final int MAX_TEXT_LENGTH = 1_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_TEXT_LENGTH).build())
                  .build())
          .addModule(JsonFormat.getCloudEventJacksonModule())
          .build();

  private static final byte[] NO_BYTES = {};

  /** More than any event has; the record's size alone would allow millions. */
  private static final int MAX_ATTRIBUTES = 1000;

  private final byte @Nullable [] value;
  private final @Nullable ObjectNode event;
  private final String syntaxError;

  StructuredEventReader(byte @Nullable [] value) {
    this.value = value;
    ObjectNode parsed = null;
    String error = "event must be a JSON object";
    if (value != null) {
      try (JsonParser parser = JSON.createParser(value)) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          parsed = readAttributes(parser);
        }
      } catch (StreamConstraintsException e) {
        error = "event is invalid: " + e.getOriginalMessage();
      } catch (JsonProcessingException e) {
        error = "event is not JSON: " + e.getOriginalMessage();
      } catch (IOException e) {
        error = "event is not JSON: " + e.getMessage();
      } catch (InvalidEventException e) {
        error = e.reasons().get(0);
      }
    }
    event = parsed;
    syntaxError = error;
  }

  /**
   * Reads the event's own attributes, of the image no more than that there is one, and the same of
   * an object or array: no attribute of a request is, and a tree of them could be many times larger
   * than the record.
   */
  private static ObjectNode readAttributes(JsonParser parser)
      throws IOException, InvalidEventException {
    ObjectNode attributes = JSON.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        parser.skipChildren();
        attributes.putObject(name);
      } else if (name.equals(IMAGE) && value == JsonToken.VALUE_STRING) {
        attributes.put(name, NO_BYTES);
      } else if (value == JsonToken.VALUE_NUMBER_FLOAT) {
        // CloudEvents knows no fractions, so the SDK refuses the number 0.2 and takes "0.2".
        attributes.put(name, parser.getText());
      } else {
        attributes.set(name, parser.<JsonNode>readValueAsTree());
      }
      if (attributes.size() > MAX_ATTRIBUTES) {
        throw new InvalidEventException(
            "event must have at most " + MAX_ATTRIBUTES + " attributes");
      }
    }
    return attributes;
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
    if (event.path(IMAGE).isBinary()) {
      event.put(IMAGE, image());
    }
    try {
      return JSON.treeToValue(event, CloudEvent.class);
    } catch (JsonProcessingException e) {
      throw new InvalidEventException("event is invalid: " + e.getOriginalMessage());
    }
  }

  /** Decodes the image as it is read, for as text it would be there three times over. */
  private byte[] image() throws InvalidEventException {
    try (JsonParser parser = JSON.createParser(value)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isImage = parser.currentName().equals(IMAGE);
        if (parser.nextToken() == JsonToken.VALUE_STRING && isImage) {
          return parser.getBinaryValue();
        }
        parser.skipChildren();
      }
      throw new IllegalStateException("the image has gone");
    } catch (JsonProcessingException e) {
      throw new InvalidEventException(IMAGE + " must be base64");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
