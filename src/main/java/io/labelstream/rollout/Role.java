package io.labelstream.rollout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a model is for. */
public enum Role {
  /** Answers all requests but those of the canary. */
  PRIMARY,
  /** Answers its share of the requests. */
  CANARY,
  /** Is shown its share of the requests, which others answer. */
  SHADOW;

  /** The key of its record on the control topic. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String key) {
    return Stream.of(values()).filter(role -> role.key().equals(key)).findFirst();
  }
}
