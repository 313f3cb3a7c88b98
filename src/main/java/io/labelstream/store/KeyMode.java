package io.labelstream.store;

import java.util.Locale;

/** The mode of an API key. Keys of one mode do not see images of the other. */
public enum KeyMode {
  LIVE,
  TEST;

  /** The beginning of API keys of this mode, {@code live_} or {@code test_}. */
  public String prefix() {
    return id() + "_";
  }

  /** The name in the database and in commands, {@code live} or {@code test}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
