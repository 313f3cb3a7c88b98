package io.labelstream.rest;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether the broker of a consumer is there. One that is gone is noticed by its silence: it answers
 * each fetch within half a second, with nothing if there is nothing.
 */
final class BrokerPulse {

  private static final long SILENCE_NANOS = Duration.ofMillis(2500).toNanos();

  private final Metric received;
  private final Metric connections;
  private double lastBytes = -1;
  private long lastHeard = System.nanoTime();
  private int withoutConnection;

  BrokerPulse(KafkaConsumer<?, ?> consumer) {
    received = metric(consumer, "incoming-byte-total");
    connections = metric(consumer, "connection-count");
  }

  /** To be asked after each poll. */
  boolean isBeating() {
    double bytes = number(received);
    long now = System.nanoTime();
    if (bytes != lastBytes) {
      lastBytes = bytes;
      lastHeard = now;
    }
    // A connection that is being made counts as one, so that one look is not enough.
    withoutConnection = number(connections) > 0 ? 0 : withoutConnection + 1;
    return withoutConnection < 2 && now - lastHeard < SILENCE_NANOS;
  }

  private static Metric metric(KafkaConsumer<?, ?> consumer, String name) {
    return consumer.metrics().entrySet().stream()
        .filter(entry -> isOfClient(entry.getKey(), name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Kafka's client has no metric " + name));
  }

  private static boolean isOfClient(MetricName metric, String name) {
    return metric.name().equals(name) && metric.group().equals("consumer-metrics");
  }

  private static double number(Metric metric) {
    return ((Number) metric.metricValue()).doubleValue();
  }
}
