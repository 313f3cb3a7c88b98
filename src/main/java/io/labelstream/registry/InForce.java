package io.labelstream.registry;

import java.util.Optional;

/**
 * A model in a role, loaded.
 *
 * @param key the model's id on the control topic, or {@link #OTHERWISE}
 * @param share of the requests, 0 to 1
 * @param shadow what looks at them, in the role of a shadow
 */
record InForce(String key, ReadyModel model, double share, Optional<Shadow> shadow) {

  /** The key of the model that answers while the control topic names no primary. */
  static final String OTHERWISE = "";

  boolean is(String wantedKey, double wantedShare) {
    return key.equals(wantedKey) && share == wantedShare;
  }
}
