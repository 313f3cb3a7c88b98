package io.labelstream.rest;

import io.labelstream.config.FacadeSettings;
import io.labelstream.wire.Answer;
import io.labelstream.wire.AnswerDecoder;
import io.labelstream.wire.RecordHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two topics in Kafka. A thread of its own reads every answer from now on, and connects again
 * for as long as it takes.
 *
 * <p>A broker that is gone is noticed by its silence: it answers each fetch within half a second,
 * with nothing if there is nothing.
 */
final class KafkaTopics implements RequestTopic {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final long SILENCE_NANOS = Duration.ofMillis(2500).toNanos();
  private static final long PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();

  /** Room for a probe, no more: images go by reference. */
  private static final int BUFFER_BYTES = 8 * 1024 * 1024;

  private final FacadeSettings settings;
  private final AnswerDecoder decoder = new AnswerDecoder();
  private final KafkaProducer<String, byte[]> producer;
  private @Nullable Thread reader;
  private final AtomicInteger sends = new AtomicInteger();
  private volatile int requestPartitions;
  private String lastFailure = "";
  private volatile boolean available;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

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
  }

  @Override
  public void start(Consumer<Answer> answers, Runnable disconnected) {
    Thread thread = new Thread(() -> read(answers, disconnected), "results-reader");
    thread.setDaemon(true);
    thread.start();
    reader = thread;
  }

  @Override
  public boolean isAvailable() {
    return available;
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

  /**
   * Partitions by turns: chosen by keys, some tasks would have a queue while others wait. Kafka
   * chooses until their number is known.
   */
  private @Nullable Integer nextPartition() {
    int count = requestPartitions;
    return count == 0 ? null : Math.floorMod(sends.getAndIncrement(), count);
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    if (reader != null) {
      try {
        reader.join(CLOSE_TIMEOUT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    producer.close(CLOSE_TIMEOUT);
  }

  private void read(Consumer<Answer> answers, Runnable disconnected) {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> connection = newConsumer()) {
        consumer = connection;
        follow(connection, answers, disconnected);
      } catch (WakeupException e) {
        // Closing.
      } catch (RuntimeException e) {
        logOnce(e);
      } finally {
        setAvailable(false, disconnected);
        consumer = null;
      }
      if (!closed) {
        sleep();
      }
    }
  }

  private void follow(
      KafkaConsumer<byte[], byte[]> connection, Consumer<Answer> answers, Runnable disconnected) {
    requestPartitions = partitions(connection, settings.requestsTopic()).size();
    List<TopicPartition> assigned = partitions(connection, settings.resultsTopic());
    connection.assign(assigned);
    connection.seekToEnd(assigned);
    // Where a partition ends has to be known before the first request is sent.
    assigned.forEach(connection::position);
    Metric received = metric(connection, "incoming-byte-total");
    Metric connections = metric(connection, "connection-count");
    double lastBytes = -1;
    long lastHeard = System.nanoTime();
    long lastLooked = lastHeard;
    int withoutConnection = 0;
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : connection.poll(POLL)) {
        take(record, answers);
      }
      double bytes = number(received);
      long now = System.nanoTime();
      if (bytes != lastBytes) {
        lastBytes = bytes;
        lastHeard = now;
      }
      // A connection that is being made counts as one, so that one look is not enough.
      withoutConnection = number(connections) > 0 ? 0 : withoutConnection + 1;
      setAvailable(withoutConnection < 2 && now - lastHeard < SILENCE_NANOS, disconnected);
      if (available && now - lastLooked > PARTITIONS_NANOS) {
        lastLooked = now;
        requestPartitions = partitions(connection, settings.requestsTopic()).size();
        addNewPartitions(connection);
      }
    }
  }

  /** A topic that grows while we read it: what is new is read from its beginning. */
  private void addNewPartitions(KafkaConsumer<byte[], byte[]> connection) {
    List<TopicPartition> now = partitions(connection, settings.resultsTopic());
    List<TopicPartition> added = new ArrayList<>(now);
    added.removeAll(connection.assignment());
    if (!added.isEmpty()) {
      connection.assign(now);
      connection.seekToBeginning(added);
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> connection, String topic) {
    List<PartitionInfo> partitions = connection.partitionsFor(topic);
    if (partitions.isEmpty()) {
      throw new IllegalStateException("there is no topic " + topic);
    }
    return partitions.stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  /** Whatever a record holds, those behind it are read. */
  private void take(ConsumerRecord<byte[], byte[]> record, Consumer<Answer> answers) {
    try {
      answer(record).ifPresent(answers);
    } catch (RuntimeException e) {
      LOG.error("The record {} could not be taken in", record.offset(), e);
    }
  }

  private Optional<Answer> answer(ConsumerRecord<byte[], byte[]> record) {
    List<RecordHeader> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
    return decoder.decode(headers, record.value());
  }

  /** A broker that is away for an hour is one line. */
  private void logOnce(RuntimeException failure) {
    String message = failure.toString();
    if (!message.equals(lastFailure)) {
      LOG.warn("The results topic cannot be read, which is tried again: {}", message);
      lastFailure = message;
    }
  }

  private void setAvailable(boolean now, Runnable disconnected) {
    if (available == now) {
      return;
    }
    available = now;
    LOG.info(now ? "Kafka can be reached" : "Kafka cannot be reached");
    lastFailure = "";
    if (!now) {
      disconnected.run();
    }
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

  private static void sleep() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
