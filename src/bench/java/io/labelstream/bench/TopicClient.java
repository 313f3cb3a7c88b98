package io.labelstream.bench;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.topic.AnswerFollower;
import io.labelstream.topic.ClientProfile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered records to one topic and reads the numbers of their answers from another. One
 * thread may send while another one reads.
 */
final class TopicClient implements AutoCloseable {

  /** Beside what a feed has: large records, many of them under way. */
  private static final Map<String, String> LOAD =
      Map.of(
          "acks", "1",
          "buffer.memory", "268435456",
          "max.block.ms", "60000",
          "max.request.size", "52428800");

  private final String requests;
  private final int partitions;
  private final Producer<byte[], byte[]> producer;
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
    Properties sending = ClientProfile.FEED.producer(bootstrapServers, LOAD);
    Properties reading = ClientProfile.FEED.consumer(bootstrapServers, Map.of());
    if (lazy) {
      sending.setProperty("linger.ms", "20");
      reading.setProperty("fetch.min.bytes", "1000000");
    }
    producer = ClientSettings.openProducer(sending);
    partitions = producer.partitionsFor(requests).size();
    follower = follow(reading, results);
  }

  /**
   * Follows a topic from now on.
   *
   * @param reading the properties of a consumer
   */
  static AnswerFollower follow(Properties reading, String topic) {
    return new AnswerFollower(
        ClientSettings.openConsumer(reading), ClientSettings.fetchWait(reading), topic);
  }

  /** Of the topic that it sends to. */
  int partitions() {
    return partitions;
  }

  /** Sends a record to a partition. */
  void send(long number, int partition, byte[] value) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    var unused =
        producer.send(
            new ProducerRecord<>(requests, partition, key, value),
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
