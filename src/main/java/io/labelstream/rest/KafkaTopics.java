package io.labelstream.rest;

import io.labelstream.config.FacadeSettings;
import io.labelstream.wire.Answer;
import io.labelstream.wire.RecordHeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The two topics in Kafka. */
final class KafkaTopics implements RequestTopic {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Room for a probe, no more: images go by reference. */
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;

  private final FacadeSettings settings;
  private final KafkaProducer<String, byte[]> producer;
  private final ResultsReader reader;
  private final AtomicInteger sends = new AtomicInteger();

  KafkaTopics(FacadeSettings settings) {
    this.settings = settings;
    producer =
        new KafkaProducer<>(
            properties(
                settings.kafka().producer(),
                Map.of(
                    ProducerConfig.LINGER_MS_CONFIG, "0",
                    ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(BUFFER_BYTES),
                    // What cannot be sent at once is answered with 503 and not kept.
                    ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000",
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000")),
            new StringSerializer(),
            new ByteArraySerializer());
    reader =
        new ResultsReader(this::newConsumer, settings.requestsTopic(), settings.resultsTopic());
  }

  @Override
  public void start(Consumer<Answer> answers, Runnable disconnected) {
    reader.start(answers, disconnected);
  }

  @Override
  public boolean isAvailable() {
    return reader.isConnected();
  }

  @Override
  public CompletionStage<?> send(String key, List<RecordHeader> headers, byte @Nullable [] value) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(settings.requestsTopic(), nextPartition(), key, value);
    headers.forEach(header -> record.headers().add(header.name(), header.value()));
    CompletableFuture<Object> sent = new CompletableFuture<>();
    try {
      var unused =
          producer.send(
              record,
              (metadata, exception) -> {
                if (exception == null) {
                  sent.complete(metadata);
                } else {
                  sent.completeExceptionally(exception);
                }
              });
    } catch (RuntimeException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  @Override
  public void close() {
    reader.close();
    producer.close(CLOSE_TIMEOUT);
  }

  /**
   * Partitions by turns: chosen by keys, some tasks would have a queue while others wait. Kafka
   * chooses until their number is known.
   */
  private @Nullable Integer nextPartition() {
    int count = reader.requestPartitions();
    return count == 0 ? null : Math.floorMod(sends.getAndIncrement(), count);
  }

  private KafkaConsumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(
        properties(
            settings.kafka().consumer(),
            Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                // Records that were deleted before they were read were nobody's here.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest",
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000",
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** What an operator has set wins. */
  private Properties properties(Properties given, Map<String, String> ours) {
    Properties properties = new Properties();
    properties.putAll(ours);
    properties.putAll(given);
    properties.setProperty("bootstrap.servers", settings.bootstrapServers());
    return properties;
  }
}
