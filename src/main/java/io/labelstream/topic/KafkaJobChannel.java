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
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;

/** The two topics in Kafka. */
public final class KafkaJobChannel implements JobChannel {

  private final String requestsTopic;
  private final RequestProducer producer;
  private final RequestPartitions partitions;
  private final AnswerReader reader;
  private final Admission admission;

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
   * @param admission is told by the reader whether Kafka lets it in
   */
  KafkaJobChannel(
      String requestsTopic,
      RequestProducer producer,
      RequestPartitions partitions,
      AnswerReader reader,
      Admission admission) {
    this.requestsTopic = requestsTopic;
    this.producer = producer;
    this.partitions = partitions;
    this.reader = reader;
    this.admission = admission;
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
    Admission admission = new Admission(System::nanoTime);
    AnswerReader reader =
        new AnswerReader(
            consumers::open,
            consumers.fetchWait(),
            requestsTopic,
            settings.get(TopicSettings.RESULTS_TOPIC),
            partitions,
            admission);
    RequestProducer producer =
        new RequestProducer(() -> RequestProducers.open(settings), admission);
    return new KafkaJobChannel(requestsTopic, producer, partitions, reader, admission);
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
  public Duration lockedOut() {
    return admission.lockedOut();
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

  @Override
  public OptionalLong lag() {
    return reader.lag();
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
      partitions.found(producer.partitions(requestsTopic));
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              requestsTopic,
              partition == null ? partitions.next() : partition,
              key.getBytes(UTF_8),
              value);
      KafkaHeaders.add(headers, record.headers());
      producer.send(record, sent);
    } catch (RuntimeException e) {
      sent.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    reader.close();
    sender.shutdownNow();
    producer.close();
  }
}
