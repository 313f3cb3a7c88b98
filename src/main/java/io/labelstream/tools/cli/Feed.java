package io.labelstream.tools.cli;

import io.labelstream.event.Answer;
import io.labelstream.event.AnswerDecoder;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.Correlation;
import io.labelstream.event.ImageSource;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RequestEncoder;
import io.labelstream.kafka.KafkaHeaders;
import io.labelstream.serve.ErrorText;
import io.labelstream.topic.AnswerFollower;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes photographs as a feed and hands out their results in the order in which they were
 * given.
 *
 * <p>One thread sends and receives; Kafka's own does the rest. An answer belongs to this feed if it
 * carries the feed's source, which no other has, and is counted once.
 */
final class Feed implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Where the feed goes. */
  record Target(
      String bootstrapServers, String requestsTopic, String resultsTopic, Properties properties) {}

  /**
   * How fast it goes.
   *
   * @param inFlight how many photographs may wait for their answers
   * @param timeout how long to wait without a single answer
   */
  record Pace(int inFlight, Duration timeout) {}

  /**
   * What became of a photograph.
   *
   * @param answer the answer, or empty where the photograph was not sent or not answered
   * @param errors why there are no labels; empty if there are
   * @param millis from sending to the answer
   */
  record Result(Photograph photograph, Optional<Answer> answer, List<String> errors, long millis) {}

  private final Producer<byte[], byte[]> producer;
  private final String requestsTopic;
  private final AnswerFollower follower;
  private final String source = "/labelstream/feed/" + UUID.randomUUID();
  private final RequestEncoder requests = new RequestEncoder();
  private final AnswerDecoder answers = new AnswerDecoder();
  private final Queue<Rejection> rejections = new ConcurrentLinkedQueue<>();

  /**
   * A feed that has not begun.
   *
   * @param producer is closed with this, as is the follower
   */
  Feed(Producer<byte[], byte[]> producer, String requestsTopic, AnswerFollower follower) {
    this.producer = producer;
    this.requestsTopic = requestsTopic;
    this.follower = follower;
  }

  /**
   * Runs to the end.
   *
   * @param receiver gets each result, in the order of the photographs
   */
  void run(
      List<Photograph> photographs, LabelOptions options, Pace pace, Consumer<Result> receiver) {
    FeedResults results = new FeedResults(photographs, receiver);
    int next = 0;
    long lastProgress = System.nanoTime();
    while (!results.isComplete()) {
      while (next < photographs.size() && results.waiting() < pace.inFlight()) {
        send(next, photographs.get(next), options, results);
        next++;
      }
      if (results.waiting() == 0 || receive(results)) {
        lastProgress = System.nanoTime();
      }
      results.handOut();
      if (System.nanoTime() - lastProgress > pace.timeout().toNanos()) {
        results.giveUp(
            "no answer within " + pace.timeout().toSeconds() + " s: is the job running?");
      }
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    follower.close();
  }

  private void send(int index, Photograph photograph, LabelOptions options, FeedResults results) {
    ImageSource image;
    try {
      image = photograph.source();
    } catch (NoSuchFileException e) {
      results.unsent(index, "there is no such file");
      return;
    } catch (IOException e) {
      results.unsent(index, "cannot be read: " + ErrorText.of(e));
      return;
    }
    results.sent(index);
    try {
      // The callback tells more than the future does.
      Future<?> unused =
          producer.send(
              record(index, photograph, new ClassificationRequest(image, options)),
              (metadata, exception) -> {
                if (exception != null) {
                  rejections.add(new Rejection(index, exception.getMessage()));
                }
              });
    } catch (KafkaException e) {
      rejections.add(new Rejection(index, e.getMessage()));
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      int index, Photograph photograph, ClassificationRequest request) {
    Correlation correlation =
        new Correlation(
            Integer.toString(index),
            source,
            Optional.of(photograph.name()),
            Optional.empty(),
            Optional.of(Instant.now().toString()));
    byte[] value = requests.value(request).orElse(null);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(requestsTopic, null, value);
    KafkaHeaders.add(requests.headers(correlation, request, Optional.empty()), record.headers());
    return record;
  }

  /** Takes in what has arrived; whether that brought anything on. */
  private boolean receive(FeedResults results) {
    boolean progress = false;
    for (ConsumerRecord<byte[], byte[]> record : follower.poll(POLL)) {
      Optional<Answer> answer =
          answers
              .decode(KafkaHeaders.read(record.headers()), record.value())
              .filter(one -> one.source().equals(source));
      if (answer.isPresent()) {
        progress |= results.answered(Integer.parseInt(answer.get().id()), answer.get());
      }
    }
    for (Rejection one = rejections.poll(); one != null; one = rejections.poll()) {
      progress |= results.rejected(one.index(), "was not accepted by Kafka: " + one.reason());
    }
    return progress;
  }

  /** A photograph that Kafka did not take; its callback comes on another thread. */
  private record Rejection(int index, @Nullable String reason) {}
}
