package io.labelstream.bench;

import io.labelstream.topic.AnswerFollower;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered records to one topic and reads the numbers of their answers from another. One
 * thread may send while another one reads.
 */
final class TopicClient implements AutoCloseable {

  private static final Duration FETCH_WAIT = Duration.ofMillis(500);
  private static final String MAX_REQUEST_BYTES = "52428800";

  private final String requests;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AnswerFollower follower;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * A client.
   *
   * @param lazy whether it may let answers wait to fetch more of them at a time, and leave the
   *     processor to others meanwhile
   */
  TopicClient(String bootstrapServers, String requests, String results, boolean lazy) {
    this.requests = requests;
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                lazy ? "20" : "0",
                "acks",
                "1",
                "buffer.memory",
                "268435456",
                "max.request.size",
                MAX_REQUEST_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    partitions = producer.partitionsFor(requests).size();
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "fetch.min.bytes",
                lazy ? "1000000" : "1",
                "fetch.max.wait.ms",
                Long.toString(FETCH_WAIT.toMillis())),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    follower = new AnswerFollower(consumer, FETCH_WAIT, results);
  }

  /** Of the topic that it sends to. */
  int partitions() {
    return partitions;
  }

  /** Sends a record; the partitions take turns, so that each task gets its share. */
  void send(long number, byte[] value) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    var unused =
        producer.send(
            new ProducerRecord<>(requests, (int) (number % partitions), key, value),
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
  }

  /** Takes the answers that come within a time. */
  void poll(Duration timeout, AnswerConsumer answers) {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a record could not be sent: " + failed, failed);
    }
    follower
        .poll(timeout)
        .forEach(record -> answers.accept(number(record.key()), record.timestamp()));
  }

  private static long number(byte @Nullable [] key) {
    return key == null ? -1 : ByteBuffer.wrap(key).getLong();
  }

  /** Takes one answer. */
  interface AnswerConsumer {

    /**
     * Takes it.
     *
     * @param number the record's, or −1 where a job keeps no keys
     * @param millis when the broker got it, if the topic is set so
     */
    void accept(long number, long millis);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    follower.close();
  }
}
