package io.labelstream.topic;

import io.labelstream.event.Answer;
import io.labelstream.kafka.ReadingConsumers;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every answer of the results topic from now on, in a thread of its own that connects again
 * for as long as it takes.
 */
final class AnswerReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);

  /** An answer ends a poll at once; this is how soon a broker that is away is noticed. */
  private static final Duration POLL = Duration.ofMillis(500);

  /** How soon one that is back is. */
  private static final Duration POLL_WHILE_AWAY = Duration.ofMillis(100);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Supplier<Consumer<byte[], byte[]>> connections;
  private final Duration fetchWait;
  private final String requestsTopic;
  private final String resultsTopic;
  private final RequestPartitions requests;
  private final AnswerRecords answerRecords;
  private final Admission admission;
  private @Nullable Thread thread;
  private String lastFailure = "";
  private volatile boolean connected;
  private volatile OptionalLong lag = OptionalLong.empty();
  private volatile boolean closed;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * A reader that has not been started.
   *
   * @param connections makes consumers that read committed records
   * @param fetchWait how long a broker may leave their fetches without an answer
   * @param requests is told where the requests of all answers stand
   * @param admission is told whether Kafka lets the consumers in
   */
  AnswerReader(
      Supplier<Consumer<byte[], byte[]>> connections,
      Duration fetchWait,
      String requestsTopic,
      String resultsTopic,
      RequestPartitions requests,
      Admission admission) {
    this.connections = connections;
    this.fetchWait = fetchWait;
    this.requestsTopic = requestsTopic;
    this.resultsTopic = resultsTopic;
    this.requests = requests;
    answerRecords = new AnswerRecords(requests);
    this.admission = admission;
  }

  void start(java.util.function.Consumer<Answer> answers, Runnable disconnected) {
    Thread reader = new Thread(() -> read(answers, disconnected), "answer-reader");
    reader.setDaemon(true);
    reader.start();
    thread = reader;
  }

  /** Whether answers are being read at this moment. */
  boolean isConnected() {
    return connected;
  }

  /** How many answers are on the topic that were not read yet; empty if that is not known. */
  OptionalLong lag() {
    return lag;
  }

  @Override
  public void close() {
    closed = true;
    Consumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    if (thread != null) {
      try {
        thread.join(CLOSE_TIMEOUT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void read(java.util.function.Consumer<Answer> answers, Runnable disconnected) {
    while (!closed) {
      try {
        connect(answers, disconnected);
      } catch (WakeupException e) {
        // Closing.
      } catch (AuthenticationException e) {
        // The next consumer reads certificates and passwords anew, where they are in files.
        admission.refused();
        logOnce(e);
      } catch (RuntimeException e) {
        admission.unknown();
        logOnce(e);
      } finally {
        setConnected(false, disconnected);
        lag = OptionalLong.empty();
        consumer = null;
      }
      if (!closed) {
        sleep();
      }
    }
  }

  private void connect(java.util.function.Consumer<Answer> answers, Runnable disconnected) {
    Consumer<byte[], byte[]> connection = connections.get();
    consumer = connection;
    try {
      follow(connection, answers, disconnected);
    } finally {
      ReadingConsumers.close(connection);
    }
  }

  private void follow(
      Consumer<byte[], byte[]> connection,
      java.util.function.Consumer<Answer> answers,
      Runnable disconnected) {
    requests.found(AnswerFollower.partitions(connection, requestsTopic).size());
    admission.granted();
    AnswerFollower follower = new AnswerFollower(connection, fetchWait, resultsTopic);
    while (!closed) {
      ConsumerRecords<byte[], byte[]> records = follower.poll(connected ? POLL : POLL_WHILE_AWAY);
      records.forEach(record -> answerRecords.take(record, answers));
      lag = follower.lag();
      setConnected(follower.isAlive(), disconnected);
    }
  }

  /** A broker that is away for an hour is one line. */
  private void logOnce(RuntimeException failure) {
    String message = failure.toString();
    if (!message.equals(lastFailure)) {
      LOG.warn("The results topic cannot be read, which is tried again: {}", message);
      lastFailure = message;
    }
  }

  private void setConnected(boolean now, Runnable disconnected) {
    if (connected == now) {
      return;
    }
    connected = now;
    LOG.info(now ? "Kafka can be reached" : "Kafka cannot be reached");
    lastFailure = "";
    if (!now) {
      disconnected.run();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
