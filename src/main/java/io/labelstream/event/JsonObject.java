package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The top level of a JSON object in a record's value. Numbers and texts are kept as text; an
 * object, an array or the image is only noted as present, because a tree of them could be many
 * times larger than the record, in a process that shares its heap. A member that is null counts as
 * absent.
 */
final class JsonObject {

  private static final String IMAGE = "data_base64";
  private static final String NOT_AN_OBJECT = "event must be a JSON object";

  /** The limit in characters; a text takes several times its size while it is read. */
  private static final int MAX_TEXT_LENGTH = 1_000_000;

  private static final int MAX_NUMBER_LENGTH = 1000;
  private static final int MAX_DEPTH = 1000;

  /** No event has so many; the record's size alone would allow millions. */
  private static final int MAX_MEMBERS = 1000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private final byte @Nullable [] value;
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> structures = new TreeSet<>();
  private final Set<String> seen = new TreeSet<>();
  private final Set<String> repeated = new TreeSet<>();
  private final Optional<String> violation;
  private boolean hasImage;

  JsonObject(byte @Nullable [] value) {
    this.value = value;
    this.violation = value == null ? Optional.of(NOT_AN_OBJECT) : read(value);
  }

  /** Whether bytes may be a JSON object, which an image's bytes never are. */
  static boolean isLikely(byte @Nullable [] value) {
    if (value == null) {
      return false;
    }
    int start = startsWithByteOrderMark(value) ? 3 : 0;
    while (start < value.length && " \t\r\n".indexOf(value[start]) >= 0) {
      start++;
    }
    return start < value.length && value[start] == '{';
  }

  private static boolean startsWithByteOrderMark(byte[] value) {
    return value.length >= 3
        && value[0] == (byte) 0xEF
        && value[1] == (byte) 0xBB
        && value[2] == (byte) 0xBF;
  }

  private Optional<String> read(byte[] bytes) {
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.of(NOT_AN_OBJECT);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (seen.size() == MAX_MEMBERS) {
          return Optional.of("event must have at most " + MAX_MEMBERS + " attributes");
        }
        readMember(parser);
      }
      return parser.nextToken() == null
          ? Optional.empty()
          : Optional.of("event must end with its JSON object");
    } catch (StreamConstraintsException e) {
      return Optional.of(
          ("event must have no text of more than %d characters, no number of more than %d digits"
                  + " and no nesting of more than %d levels")
              .formatted(MAX_TEXT_LENGTH, MAX_NUMBER_LENGTH, MAX_DEPTH));
    } catch (JsonProcessingException e) {
      return Optional.of(
          "event is not JSON: it goes wrong or breaks off at byte "
              + e.getLocation().getByteOffset());
    } catch (IOException e) {
      return Optional.of("event is not JSON: it is no text");
    }
  }

  private void readMember(JsonParser parser) throws IOException {
    String name = parser.currentName();
    if (!seen.add(name)) {
      repeated.add(name);
    }
    JsonToken token = parser.nextToken();
    texts.remove(name);
    structures.remove(name);
    if (token.isStructStart()) {
      parser.skipChildren();
      structures.add(name);
    } else if (name.equals(IMAGE)) {
      hasImage = token == JsonToken.VALUE_STRING;
      if (!hasImage && token != JsonToken.VALUE_NULL) {
        structures.add(name);
      }
    } else if (token != JsonToken.VALUE_NULL) {
      String text = parser.getText();
      // A half of a surrogate pair cannot be repeated in an answer.
      if (UTF_8.newEncoder().canEncode(text)) {
        texts.put(name, text);
      } else {
        structures.add(name);
      }
    }
  }

  /** Says what keeps the value from being one JSON object, or empty where nothing does. */
  Optional<String> violation() {
    return violation;
  }

  /** The names of members that occur more than once; the last one counts. */
  Set<String> repeated() {
    return repeated;
  }

  /** Whether there is a member of that name, other than null. */
  boolean has(String name) {
    return texts.containsKey(name) || structures.contains(name) || (name.equals(IMAGE) && hasImage);
  }

  Map<String, String> texts() {
    return texts;
  }

  /** The names of members that are objects or arrays, or cannot be text. */
  Set<String> structures() {
    return structures;
  }

  /**
   * Decodes the image while reading, because as text it would take its memory three times over.
   *
   * @return empty if there is no image
   * @throws InvalidEventException if the image is not base64
   */
  Optional<byte[]> image() throws InvalidEventException {
    if (structures.contains(IMAGE)) {
      throw new InvalidEventException(IMAGE + " must be base64 text");
    }
    if (!hasImage) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(value)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isImage = parser.currentName().equals(IMAGE);
        if (parser.nextToken() == JsonToken.VALUE_STRING && isImage) {
          return Optional.of(parser.getBinaryValue());
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
