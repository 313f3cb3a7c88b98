package io.labelstream.topic;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether the broker of a consumer is there. One that is gone is noticed by its silence: it answers
 * each fetch within the time that the fetch asks for, with nothing if there is nothing.
 */
final class BrokerLiveness {

  /** How much later than it has to an answer may come. */
  private static final Duration DELAY = Duration.ofSeconds(2);

  /** Who looks less often was held up, and has not listened all the time. */
  private static final Duration LISTENING = Duration.ofSeconds(1);

  private final Metric received;
  private final Metric connections;
  private final long longestSilenceNanos;
  private final LongSupplier nanoTime;
  private double lastBytes = -1;
  private long lastLook;
  private long silenceNanos;
  private int withoutConnection;

  /**
   * Listens to a consumer's broker.
   *
   * @param fetchWait the longest that the consumer's fetches ask a broker to wait for records
   * @param nanoTime as {@link System#nanoTime}
   */
  BrokerLiveness(Consumer<?, ?> consumer, Duration fetchWait, LongSupplier nanoTime) {
    this.longestSilenceNanos = fetchWait.plus(DELAY).toNanos();
    this.nanoTime = nanoTime;
    received = metric(consumer, "incoming-byte-total");
    connections = metric(consumer, "connection-count");
    lastLook = nanoTime.getAsLong();
  }

  /**
   * To be asked after each poll.
   *
   * @param records whether it has brought any, which may have been received before
   */
  boolean isAlive(boolean records) {
    double bytes = number(received);
    long now = nanoTime.getAsLong();
    if (records || bytes != lastBytes) {
      silenceNanos = 0;
    } else {
      silenceNanos += Math.min(now - lastLook, LISTENING.toNanos());
    }
    lastBytes = bytes;
    lastLook = now;
    // A connection that is being made counts as one, so that one look is not enough.
    withoutConnection = number(connections) > 0 ? 0 : withoutConnection + 1;
    return withoutConnection < 2 && silenceNanos < longestSilenceNanos;
  }

  private static Metric metric(Consumer<?, ?> consumer, String name) {
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
