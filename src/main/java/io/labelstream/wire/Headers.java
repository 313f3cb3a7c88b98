package io.labelstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one record as text: the last of several with one name counts, one without a value
 * counts as absent.
 */
final class Headers {

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> undecodable = new TreeSet<>();

  Headers(List<RecordHeader> headers) {
    for (RecordHeader header : headers) {
      byte[] value = header.value();
      if (value == null) {
        continue;
      }
      values.remove(header.name());
      undecodable.remove(header.name());
      try {
        values.put(header.name(), UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
      } catch (CharacterCodingException e) {
        undecodable.add(header.name());
      }
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  Map<String, String> all() {
    return values;
  }

  /** The names of CloudEvents attributes whose bytes are not UTF-8. */
  List<String> undecodableAttributes() {
    return undecodable.stream().filter(name -> name.startsWith(EventNames.PREFIX)).toList();
  }

  /** Whether the record speaks of itself as a CloudEvent in its headers. */
  boolean hasAttributes() {
    return values.keySet().stream().anyMatch(name -> name.startsWith(EventNames.PREFIX))
        || !undecodableAttributes().isEmpty();
  }
}
