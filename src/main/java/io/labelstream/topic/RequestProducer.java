package io.labelstream.topic;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's producer, made anew once Kafka has refused to let this process in: a producer reads
 * certificates and passwords when it is made, and never again. Thread-safe.
 */
final class RequestProducer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RequestProducer.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Supplier<Producer<byte[], byte[]>> connections;
  private final Admission admission;
  private Producer<byte[], byte[]> current;
  private int refusals;
  private volatile boolean refused;

  /**
   * Makes the first producer.
   *
   * @param admission knows of refusals, which a producer may take for a broker that is away
   */
  RequestProducer(Supplier<Producer<byte[], byte[]>> connections, Admission admission) {
    this.connections = connections;
    this.admission = admission;
    refusals = admission.refusals();
    current = connections.get();
  }

  /**
   * The number of a topic's partitions.
   *
   * @throws org.apache.kafka.common.KafkaException if no broker says it
   */
  synchronized int partitions(String topic) {
    try {
      return current().partitionsFor(topic).size();
    } catch (AuthenticationException e) {
      refused = true;
      throw e;
    }
  }

  /**
   * Sends a record.
   *
   * @param sent completes when the topic has it
   */
  synchronized void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<Object> sent) {
    var unused =
        current()
            .send(
                record,
                (metadata, exception) -> {
                  if (exception == null) {
                    sent.complete(metadata);
                  } else {
                    refused |= exception instanceof AuthenticationException;
                    sent.completeExceptionally(exception);
                  }
                });
  }

  private Producer<byte[], byte[]> current() {
    int now = admission.refusals();
    if (refused || refusals != now) {
      current.close(Duration.ZERO);
      // Whatever fails from here on is tried again with the next request.
      current = connections.get();
      refusals = now;
      refused = false;
      LOG.info("Requests are sent with certificates and passwords that were read anew");
    }
    return current;
  }

  @Override
  public synchronized void close() {
    current.close(CLOSE_TIMEOUT);
  }
}
