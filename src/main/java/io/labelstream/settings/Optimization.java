package io.labelstream.settings;

/** What Kafka's clients are set to. */
public enum Optimization {
  /** Few records at a time, each sent at once. */
  LATENCY,
  /** Many records at a time, for feeds that are processed whole and for brokers that are far. */
  THROUGHPUT
}
