package io.labelstream.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;

/** Consumers that read and commit nothing. */
public final class ReadingConsumers {

  private ReadingConsumers() {}

  /** Closes one without waiting for its fetch, which itself waits for records. */
  public static void close(Consumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
