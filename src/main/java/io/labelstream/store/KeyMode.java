package io.labelstream.store;

import java.util.Locale;

/** What an API key is for; images of one stage are not seen from the other. */
public enum Stage {
  /** For real. */
  LIVE,
  /** To try things. */
  TEST;

  /** What API keys of this stage start with, {@code live_} or {@code test_}. */
  public String prefix() {
    return id() + "_";
  }

  /** As it is stored. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
