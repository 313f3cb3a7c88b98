package io.labelstream.feed;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a request. */
public enum FeedOutcome {
  @JsonProperty("completed")
  COMPLETED,
  @JsonProperty("failed")
  FAILED
}
