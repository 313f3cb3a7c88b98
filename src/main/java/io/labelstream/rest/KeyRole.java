package io.labelstream.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What an API key may do beside what every key may. */
public enum KeyRole {
  /** Sees the feed: everybody's requests, photographs and answers. */
  @JsonProperty("operator")
  OPERATOR;

  /** The name in the key file and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
