package io.labelstream.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the control topic says.
 *
 * @param assignments the model of each role that has one
 */
public record WantedModels(Map<Role, Assignment> assignments) {

  private static final Logger LOG = LoggerFactory.getLogger(WantedModels.class);

  /** Says nothing. */
  public static final WantedModels NONE = new WantedModels(Map.of());

  public WantedModels {
    Map<Role, Assignment> copy = new EnumMap<>(Role.class);
    copy.putAll(assignments);
    assignments = Collections.unmodifiableMap(copy);
  }

  /** The model of a role, if the topic names one. */
  public Optional<Assignment> of(Role role) {
    return Optional.ofNullable(assignments.get(role));
  }

  /** Takes in a record as Kafka has it. */
  public WantedModels with(ConsumerRecord<byte[], byte[]> record) {
    return with(record.key() == null ? null : new String(record.key(), UTF_8), record.value());
  }

  /**
   * Takes in a record of the topic; one that says nothing that can be changes nothing.
   *
   * @param key the role, or null
   * @param value the assignment as JSON, or null for none
   */
  public WantedModels with(@Nullable String key, byte @Nullable [] value) {
    Optional<Role> role = Role.of(String.valueOf(key));
    if (role.isEmpty()) {
      LOG.warn("The control topic has a record for '{}', which is no role of a model", key);
      return this;
    }
    Map<Role, Assignment> changed = new EnumMap<>(Role.class);
    changed.putAll(assignments);
    try {
      if (value == null) {
        changed.remove(role.get());
      } else {
        changed.put(role.get(), Assignment.parse(role.get(), value));
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("The control topic's record for {} {}", key, e.getMessage());
      return this;
    }
    return new WantedModels(changed);
  }
}
