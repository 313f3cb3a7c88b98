package io.labelstream.settings;

import static io.labelstream.settings.Type.optional;
import static io.labelstream.settings.Type.text;

import java.util.Optional;

/** The two topics, and the brokers that have them. */
public final class TopicSettings {

  public static final Setting<String> BOOTSTRAP_SERVERS =
      new Setting<>(
          "bootstrap-servers=127.0.0.1:9092", text(), "Kafka brokers, host:port, comma-separated");
  public static final Setting<String> REQUESTS_TOPIC =
      new Setting<>(
          "requests-topic=image-classification.requests",
          text(),
          "topic that requests are read from");
  public static final Setting<String> RESULTS_TOPIC =
      new Setting<>(
          "results-topic=image-classification.results",
          text(),
          "topic that answers are written to");
  public static final Setting<Optional<String>> CLIENT_RACK =
      new Setting<>(
          "client-rack=",
          optional(text()),
          "zone, as in the brokers' broker.rack, of the brokers to read from where they have what"
              + " is read; a TaskManager takes LABELSTREAM_CLIENT_RACK of its own environment"
              + " first; empty: any broker");

  private TopicSettings() {}
}
