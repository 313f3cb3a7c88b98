package io.labelstream.topic;

import io.labelstream.event.Answer;
import io.labelstream.event.RecordHeader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to the job and back. */
public interface JobChannel extends AutoCloseable {

  /**
   * Begins to read answers.
   *
   * @param answers gets each answer, in a thread of this
   * @param disconnected called when the way is lost
   */
  void start(Consumer<Answer> answers, Runnable disconnected);

  /** Whether records can be sent, and answers would be seen, at this moment. */
  boolean isAvailable();

  /**
   * How long Kafka has refused this process, which it had let in before, for its password or for a
   * certificate; zero while no broker is there to do so.
   */
  Duration lockedOut();

  /**
   * Sends a record, without blocking.
   *
   * @param key what its answer's key will be
   * @return completes when the topic has it
   */
  CompletionStage<?> send(String key, List<RecordHeader> headers, byte @Nullable [] value);

  /** The same to one partition, which {@link #untried} has told. */
  CompletionStage<?> sendTo(
      int partition, String key, List<RecordHeader> headers, byte @Nullable [] value);

  /**
   * Partitions that were added, and are not sent to before an answer has come from them: a request
   * of our own to each is to bring one. Each is told once, and again only after minutes.
   */
  List<Integer> untried();

  /** How many answers wait to be read; empty if that is not known. */
  OptionalLong lag();

  @Override
  void close();
}
