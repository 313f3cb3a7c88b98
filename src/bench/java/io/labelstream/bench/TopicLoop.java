package io.labelstream.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A job between two topics that has a backlog before it, so that nothing but the job sets the pace:
 * the records of a slice are there before its time runs, and the broker's clock, which stamps each
 * answer, is read afterwards.
 */
final class TopicLoop implements Workload {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long ANSWER_TIMEOUT_NANOS = 120_000_000_000L;

  /** Per task, where the rate is not known yet. */
  private static final int FIRST_RECORDS = 16;

  /** Left out at both ends: a start that some tasks are late for, an end that some are early at. */
  private static final double FIRST_SHARE = 0.1;

  private static final double LAST_SHARE = 0.8;

  private final String name;
  private final TopicClient client;
  private final List<byte[]> records;
  private final PartitionTurns turns;
  private long sent;
  private double lastRate;

  /**
   * A loop in which the partitions take turns, so that each task gets its share.
   *
   * @param records to send in turn
   */
  TopicLoop(String name, TopicClient client, List<byte[]> records) {
    this(name, client, records, PartitionTurns.even(client.partitions()));
  }

  /** The same over partitions as they are named. */
  TopicLoop(String name, TopicClient client, List<byte[]> records, PartitionTurns turns) {
    this.name = name;
    this.client = client;
    this.records = List.copyOf(records);
    this.turns = turns;
  }

  @Override
  public String name() {
    return name;
  }

  /** How many records have been sent so far; each is answered between slices. */
  long sent() {
    return sent;
  }

  /** Works until a time has passed. */
  void warmUp(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      perSecond(nanos / 4);
    }
  }

  /** Sends a number of records and returns when each is answered. */
  void runThrough(int count) {
    answerTimes(count);
  }

  @Override
  public double perSecond(long nanos) {
    double share = LAST_SHARE - FIRST_SHARE;
    int count = Math.max(turns.used() * FIRST_RECORDS, (int) (lastRate * nanos / 1e9 / share));
    long[] millis = answerTimes(count);
    int first = (int) (count * FIRST_SHARE);
    int last = (int) (count * LAST_SHARE);
    lastRate = (last - first) * 1e3 / Math.max(1, millis[last] - millis[first]);
    return lastRate;
  }

  /** When each of some records was answered, ascending, on the broker's clock. */
  private long[] answerTimes(int count) {
    for (int i = 0; i < count; i++) {
      client.send(sent, turns.of(sent), records.get((int) (sent % records.size())));
      sent++;
    }
    long[] millis = new long[count];
    int[] answered = {0};
    long deadline = System.nanoTime() + ANSWER_TIMEOUT_NANOS;
    while (answered[0] < count) {
      int before = answered[0];
      client.poll(
          POLL,
          (number, timestamp) -> {
            if (answered[0] < count) {
              millis[answered[0]++] = timestamp;
            }
          });
      if (answered[0] > before) {
        deadline = System.nanoTime() + ANSWER_TIMEOUT_NANOS;
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException(name + ": no answer within two minutes");
      }
    }
    Arrays.sort(millis);
    return millis;
  }
}
