package io.labelstream.event;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The unchecked attributes of a CloudEvent as its producer wrote them. Most of them do not matter
 * here, and errors in those do not keep an image from being classified.
 *
 * @param values texts by name, as in {@code ce_id}
 * @param withoutText names of attributes that are present, but not as text
 */
record CloudEventAttributes(Map<String, String> values, Set<String> withoutText) {

  CloudEventAttributes {
    values = Map.copyOf(values);
    withoutText = Set.copyOf(withoutText);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether there is a value of any kind. */
  boolean has(String name) {
    return values.containsKey(name) || withoutText.contains(name);
  }
}
