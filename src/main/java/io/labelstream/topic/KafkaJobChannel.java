package io.labelstream.topic;

import io.labelstream.event.Answer;
import io.labelstream.event.RecordHeader;
import io.labelstream.kafka.ClientSettings;
import io.labelstream.kafka.KafkaHeaders;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The two topics in Kafka. */
public final class KafkaJobChannel implements JobChannel {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Room for a probe, no more: images go by reference. */
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;

  private static final long DELIVERY_TIMEOUT_MILLIS = 10_000;

  /** Where an operator says nothing else. */
  private static final Map<String, String> PRODUCER_DEFAULTS =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, "0",
          ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(BUFFER_BYTES),
          // How soon partitions that are added are seen.
          ProducerConfig.METADATA_MAX_AGE_CONFIG, "5000",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");

  private final String requestsTopic;
  private final KafkaProducer<String, byte[]> producer;
  private final RequestPartitions partitions;
  private final AnswerReader reader;

  /** Kafka's producer waits for what it does not know yet, which its callers must not. */
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "requests-sender");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Makes the clients, which connect by themselves.
   *
   * @throws InvalidSettingsException if the settings have properties that they cannot be made with
   */
  public KafkaJobChannel(Settings settings) {
    requestsTopic = settings.get(TopicSettings.REQUESTS_TOPIC);
    AnswerConsumers consumers = new AnswerConsumers(settings);
    partitions = new RequestPartitions(requestsTopic, Clock.systemUTC());
    reader =
        new AnswerReader(
            consumers::open,
            consumers.fetchWait(),
            requestsTopic,
            settings.get(TopicSettings.RESULTS_TOPIC),
            partitions);
    Properties properties = producerProperties(settings);
    producer =
        ClientSettings.open(
            "producer",
            () ->
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()));
  }

  /** Makes no producer, for that one would connect at once. */
  public static void check(Settings settings) {
    var unused = new AnswerConsumers(settings);
    producerProperties(settings);
  }

  private static Properties producerProperties(Settings settings) {
    Properties properties = new Properties();
    properties.putAll(PRODUCER_DEFAULTS);
    properties.putAll(settings.kafka().producer());
    // What cannot be sent at once is answered with 503 and not kept; nothing waits for it.
    properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000");
    properties.setProperty(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(TopicSettings.BOOTSTRAP_SERVERS));
    ProducerConfig effective = ClientSettings.producer(properties);
    long attempt =
        effective.getLong(ProducerConfig.LINGER_MS_CONFIG)
            + effective.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    properties.putIfAbsent(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        Long.toString(Math.max(DELIVERY_TIMEOUT_MILLIS, attempt)));
    return properties;
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
    return enqueue(null, key, headers, value);
  }

  @Override
  public CompletionStage<?> sendTo(
      int partition, String key, List<RecordHeader> headers, byte @Nullable [] value) {
    return enqueue(partition, key, headers, value);
  }

  @Override
  public List<Integer> untried() {
    return partitions.untried();
  }

  private CompletionStage<?> enqueue(
      @Nullable Integer partition,
      String key,
      List<RecordHeader> headers,
      byte @Nullable [] value) {
    CompletableFuture<Object> sent = new CompletableFuture<>();
    try {
      sender.execute(() -> send(partition, key, headers, value, sent));
    } catch (RejectedExecutionException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  private void send(
      @Nullable Integer partition,
      String key,
      List<RecordHeader> headers,
      byte @Nullable [] value,
      CompletableFuture<Object> sent) {
    if (!isAvailable()) {
      sent.completeExceptionally(new DisconnectException("the way was lost before its turn"));
      return;
    }
    try {
      partitions.found(producer.partitionsFor(requestsTopic).size());
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(
              requestsTopic, partition == null ? partitions.next() : partition, key, value);
      KafkaHeaders.add(headers, record.headers());
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
  }

  @Override
  public void close() {
    reader.close();
    sender.shutdownNow();
    producer.close(CLOSE_TIMEOUT);
  }
}
