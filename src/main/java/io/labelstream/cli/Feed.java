package io.labelstream.cli;

import io.labelstream.wire.Answer;
import io.labelstream.wire.AnswerDecoder;
import io.labelstream.wire.ClassificationRequest;
import io.labelstream.wire.Correlation;
import io.labelstream.wire.ImageSource;
import io.labelstream.wire.LabelOptions;
import io.labelstream.wire.RecordHeader;
import io.labelstream.wire.RequestEncoder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
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

  private final Target target;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String source = "/labelstream/feed/" + UUID.randomUUID();
  private final RequestEncoder requests = new RequestEncoder();
  private final AnswerDecoder answers = new AnswerDecoder();

  /**
   * Connects to both topics.
   *
   * @throws IOException if Kafka does not answer or a topic is missing
   */
  Feed(Target target) throws IOException {
    this.target = target;
    consumer = FeedClients.consumer(target);
    try {
      FeedClients.seekToEnd(consumer, target);
      producer = FeedClients.producer(target);
    } catch (IOException | RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Runs to the end.
   *
   * @param results receives each result, in the order of the photographs
   */
  void run(
      List<Photograph> photographs, LabelOptions options, Pace pace, Consumer<Result> results) {
    Run run = new Run(photographs, options, results);
    long lastProgress = System.nanoTime();
    while (!run.isFinished()) {
      while (run.hasNext() && run.inFlight < pace.inFlight()) {
        run.sendNext();
      }
      if (run.inFlight > 0 && run.receive()) {
        lastProgress = System.nanoTime();
      }
      run.handOut();
      if (run.inFlight > 0 && System.nanoTime() - lastProgress > pace.timeout().toNanos()) {
        run.giveUp("no answer within " + pace.timeout().toSeconds() + " s: is the job running?");
      }
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    consumer.close();
  }

  /** A photograph that Kafka did not take. */
  private record Rejection(int index, String reason) {}

  /** The state of one run. */
  private final class Run {

    private final List<Photograph> photographs;
    private final LabelOptions options;
    private final Consumer<Result> results;
    private final List<@Nullable Result> done = new ArrayList<>();
    private final long[] sentAt;
    private final Queue<Rejection> rejections = new ConcurrentLinkedQueue<>();
    private int sent;
    private int inFlight;
    private int handedOut;

    Run(List<Photograph> photographs, LabelOptions options, Consumer<Result> results) {
      this.photographs = photographs;
      this.options = options;
      this.results = results;
      sentAt = new long[photographs.size()];
      for (int i = 0; i < photographs.size(); i++) {
        done.add(null);
      }
    }

    boolean isFinished() {
      return handedOut == photographs.size();
    }

    boolean hasNext() {
      return sent < photographs.size();
    }

    void sendNext() {
      int index = sent++;
      Photograph photograph = photographs.get(index);
      ImageSource image;
      try {
        image = photograph.source();
      } catch (NoSuchFileException e) {
        done.set(index, failure(photograph, "there is no such file"));
        return;
      } catch (IOException e) {
        done.set(index, failure(photograph, "cannot be read: " + e));
        return;
      }
      sentAt[index] = System.nanoTime();
      inFlight++;
      try {
        // The callback tells more than the future does.
        Future<?> unused =
            producer.send(
                record(index, new ClassificationRequest(image, options)),
                (metadata, exception) -> {
                  if (exception != null) {
                    rejections.add(new Rejection(index, message(exception)));
                  }
                });
      } catch (KafkaException e) {
        rejections.add(new Rejection(index, message(e)));
      }
    }

    /** Takes in what has arrived; whether anything has. */
    boolean receive() {
      boolean progress = false;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        List<RecordHeader> headers = new ArrayList<>();
        record
            .headers()
            .forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
        Optional<Answer> answer =
            answers.decode(headers, record.value()).filter(one -> one.source().equals(source));
        if (answer.isPresent()) {
          progress |= complete(answer.get());
        }
      }
      for (Rejection one = rejections.poll(); one != null; one = rejections.poll()) {
        String reason = "was not accepted by Kafka: " + one.reason();
        progress |= complete(one.index(), failure(photographs.get(one.index()), reason));
      }
      return progress;
    }

    /** Hands out what is done, as far as nothing before it is missing. */
    void handOut() {
      while (handedOut < done.size()) {
        Result next = done.get(handedOut);
        if (next == null) {
          return;
        }
        results.accept(next);
        handedOut++;
      }
    }

    void giveUp(String reason) {
      for (int index = 0; index < photographs.size(); index++) {
        if (done.get(index) == null) {
          done.set(index, failure(photographs.get(index), reason));
        }
      }
      sent = photographs.size();
      inFlight = 0;
      handOut();
    }

    private boolean complete(Answer answer) {
      int index = Integer.parseInt(answer.id());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentAt[index]);
      return complete(
          index, new Result(photographs.get(index), Optional.of(answer), answer.errors(), millis));
    }

    /** A second answer to one request, which at-least-once delivery allows, changes nothing. */
    private boolean complete(int index, Result result) {
      if (done.get(index) != null) {
        return false;
      }
      done.set(index, result);
      inFlight--;
      return true;
    }

    private ProducerRecord<byte[], byte[]> record(int index, ClassificationRequest request) {
      Correlation correlation =
          new Correlation(Integer.toString(index), source, photographs.get(index).name(), null);
      byte[] value = request.image() instanceof ImageSource.Inline inline ? inline.bytes() : null;
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(target.requestsTopic(), null, value);
      requests
          .headers(correlation, request, Instant.now())
          .forEach(header -> record.headers().add(header.name(), header.value()));
      return record;
    }
  }

  private static Result failure(Photograph photograph, String reason) {
    return new Result(photograph, Optional.empty(), List.of(reason), 0);
  }

  private static String message(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.toString() : message;
  }
}
