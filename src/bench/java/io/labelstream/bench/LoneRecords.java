package io.labelstream.bench;

import java.time.Duration;
import java.util.List;

/** Records that are sent one at a time, each when the one before has been answered. */
final class LoneRecords {

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final TopicClient client;
  private final List<byte[]> records;
  private long next;

  /**
   * Records of one client, which nothing else may use at the same time.
   *
   * @param records to send in turn
   * @param first the number of the first record
   */
  LoneRecords(TopicClient client, List<byte[]> records, long first) {
    this.client = client;
    this.records = List.copyOf(records);
    next = first;
  }

  /** Sends the next one and returns when its answer is there. */
  void send() {
    long number = next++;
    client.send(
        number, (int) (number % client.partitions()), records.get((int) (number % records.size())));
    boolean[] answered = {false};
    long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
    while (!answered[0]) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("a lone record was not answered in time");
      }
      client.poll(ANSWER_TIMEOUT, (answer, millis) -> answered[0] |= answer == number);
    }
  }
}
