package io.labelstream.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Answer;
import io.labelstream.event.RecordHeader;
import io.labelstream.kafka.KafkaHeaders;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;

/** The two topics in Kafka. */
public final class KafkaJobChannel implements JobChannel {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String requestsTopic;
  private final Producer<byte[], byte[]> producer;
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
   * A channel of clients that others have made, which are closed with it.
   *
   * @param partitions is told by the reader where requests can be sent
   */
  KafkaJobChannel(
      String requestsTopic,
      Producer<byte[], byte[]> producer,
      RequestPartitions partitions,
      AnswerReader reader) {
    this.requestsTopic = requestsTopic;
    this.producer = producer;
    this.partitions = partitions;
    this.reader = reader;
  }

  /**
   * Makes the clients, which connect by themselves.
   *
   * @throws InvalidSettingsException if the settings have properties that they cannot be made with
   */
  public static KafkaJobChannel open(Settings settings) {
    String requestsTopic = settings.get(TopicSettings.REQUESTS_TOPIC);
    AnswerConsumers consumers = new AnswerConsumers(settings);
    RequestPartitions partitions = new RequestPartitions(requestsTopic, Clock.systemUTC());
    AnswerReader reader =
        new AnswerReader(
            consumers::open,
            consumers.fetchWait(),
            requestsTopic,
            settings.get(TopicSettings.RESULTS_TOPIC),
            partitions);
    return new KafkaJobChannel(requestsTopic, RequestProducers.open(settings), partitions, reader);
  }

  /** Makes no producer, for that one would connect at once. */
  public static void check(Settings settings) {
    var unused = new AnswerConsumers(settings);
    RequestProducers.properties(settings);
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
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              requestsTopic,
              partition == null ? partitions.next() : partition,
              key.getBytes(UTF_8),
              value);
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
