package io.labelstream.bench;

import java.time.Duration;
import java.util.List;

/**
 * A job between two topics, always with as many records before it as keep it busy; what is before
 * it at the end of a slice is answered before the next one's turn.
 */
final class TopicLoop implements Workload {

  /** A handful for each task: in the consumer, on the way, and at work. */
  static final int BUSY_RECORDS_PER_TASK = 12;

  private static final Duration POLL = Duration.ofMillis(20);
  private static final long ANSWER_TIMEOUT_NANOS = 120_000_000_000L;

  private final String name;
  private final TopicClient client;
  private final List<byte[]> records;
  private final int window;
  private long sent;
  private long answered;

  /**
   * A loop.
   *
   * @param records to send in turn
   * @param window how many are before the job
   */
  TopicLoop(String name, TopicClient client, List<byte[]> records, int window) {
    this.name = name;
    this.client = client;
    this.records = List.copyOf(records);
    this.window = window;
  }

  @Override
  public String name() {
    return name;
  }

  /** Sends a number of records and returns when each is answered, such as to warm up. */
  void runThrough(long count) {
    long end = answered + count;
    while (answered < end) {
      fill(end);
      awaitAnswers();
    }
  }

  /** How many records have been sent so far, each of which is answered between slices. */
  long sent() {
    return sent;
  }

  /** The time runs from a first answer to a last one, while the job was busy. */
  @Override
  public double perSecond(long nanos) {
    fill(Long.MAX_VALUE);
    awaitAnswers();
    long first = answered;
    long start = System.nanoTime();
    long now = start;
    while (now - start < nanos) {
      fill(Long.MAX_VALUE);
      awaitAnswers();
      now = System.nanoTime();
    }
    double rate = (answered - first) * 1e9 / (now - start);
    while (answered < sent) {
      awaitAnswers();
    }
    return rate;
  }

  private void fill(long end) {
    while (sent - answered < window && sent < end) {
      client.send(sent, records.get((int) (sent % records.size())));
      sent++;
    }
  }

  /** Returns when there is one at the least. */
  private void awaitAnswers() {
    long before = answered;
    long deadline = System.nanoTime() + ANSWER_TIMEOUT_NANOS;
    while (answered == before) {
      client.poll(POLL, number -> answered++);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(name + ": no answer within two minutes");
      }
    }
  }
}
