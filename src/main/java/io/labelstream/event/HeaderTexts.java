package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one record as text. Upper and lower case of names do not matter, the last of
 * several headers with one name counts, and a header without a value counts as absent.
 */
final class HeaderTexts {

  /** CloudEvents' prefix in HTTP, which some producers use for Kafka as well. */
  private static final String HTTP_PREFIX = "ce-";

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> withoutText = new HashSet<>();

  HeaderTexts(List<RecordHeader> headers) {
    for (RecordHeader header : headers) {
      put(header.name().toLowerCase(Locale.ROOT), header.value());
    }
    if (Stream.of(EventNames.SPEC_VERSION_ATTRIBUTE, "id", "source", "type")
        .allMatch(attribute -> values.containsKey(HTTP_PREFIX + attribute))) {
      headers.stream()
          .filter(header -> header.name().toLowerCase(Locale.ROOT).startsWith(HTTP_PREFIX))
          .forEach(
              header ->
                  put(
                      EventNames.PREFIX
                          + header.name().toLowerCase(Locale.ROOT).substring(HTTP_PREFIX.length()),
                      header.value()));
    }
  }

  private void put(String name, byte @Nullable [] value) {
    if (value == null) {
      return;
    }
    values.remove(name);
    withoutText.remove(name);
    try {
      values.put(name, UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      withoutText.add(name);
    }
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The media type of the value in lower case, without the quotes that some serializers add. */
  String contentType() {
    String type = values.getOrDefault(EventNames.CONTENT_TYPE, "").strip();
    if (type.length() >= 2 && type.startsWith("\"") && type.endsWith("\"")) {
      type = type.substring(1, type.length() - 1).strip();
    }
    return type.toLowerCase(Locale.ROOT);
  }

  /** The headers, among them the attributes of a CloudEvent in binary mode. */
  CloudEventAttributes attributes() {
    return new CloudEventAttributes(values, withoutText);
  }

  /** Whether any header is an attribute of a CloudEvent. */
  boolean hasAttributes() {
    return Stream.concat(values.keySet().stream(), withoutText.stream())
        .anyMatch(name -> name.startsWith(EventNames.PREFIX));
  }
}
