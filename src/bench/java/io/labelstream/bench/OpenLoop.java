package io.labelstream.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Answer times while records come at a rate of their own: they do not wait for answers, and each
 * one's time runs from when it was due, so that a stalled sender hides nothing.
 */
final class OpenLoop {

  private static final Duration POLL = Duration.ofMillis(10);
  private static final long ANSWER_TIMEOUT_NANOS = 60_000_000_000L;

  private final TopicClient client;
  private final List<byte[]> records;
  private final PartitionTurns turns;
  private long next;

  /**
   * A loop; nothing else may use the client at the same time.
   *
   * @param records to send in turn
   * @param first the number of the first record
   */
  OpenLoop(TopicClient client, List<byte[]> records, long first) {
    this(client, records, first, PartitionTurns.even(client.partitions()));
  }

  /** The same over partitions as they are named. */
  OpenLoop(TopicClient client, List<byte[]> records, long first, PartitionTurns turns) {
    this.client = client;
    this.records = List.copyOf(records);
    this.next = first;
    this.turns = turns;
  }

  /** The number of the record that is sent next. */
  long next() {
    return next;
  }

  /**
   * Sends records, evenly spaced, and returns how long each took to be answered.
   *
   * @param perSecond the rate
   * @param count how many
   * @return seconds, ascending
   */
  double[] run(double perSecond, int count) throws InterruptedException {
    return runWhile(perSecond, sent -> sent < count);
  }

  /**
   * Does the same for as many records as it takes.
   *
   * @param more whether another one is to be sent after as many as that
   */
  double[] runWhile(double perSecond, IntPredicate more) throws InterruptedException {
    long first = next;
    double interval = 1e9 / perSecond;
    long start = System.nanoTime() + 50_000_000;
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; more.test(i) && !stop.get(); i++) {
                sleepUntil(start + (long) (i * interval));
                long number = first + i;
                client.send(number, turns.of(number), records.get((int) (number % records.size())));
                sent.incrementAndGet();
              }
            },
            "open-loop-sender");
    sender.start();
    Map<Long, Double> seconds = new HashMap<>();
    long deadline = System.nanoTime() + ANSWER_TIMEOUT_NANOS;
    try {
      while (sender.isAlive() || seconds.size() < sent.get()) {
        int before = seconds.size();
        // After a restart of the job an answer may come again.
        client.poll(
            POLL,
            (number, millis) -> {
              if (number >= first) {
                seconds.putIfAbsent(
                    number, (System.nanoTime() - start - (number - first) * interval) / 1e9);
              }
            });
        if (seconds.size() > before) {
          deadline = System.nanoTime() + ANSWER_TIMEOUT_NANOS;
        } else if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              (sent.get() - seconds.size())
                  + " of "
                  + sent.get()
                  + " records were not answered in time");
        }
      }
    } finally {
      stop.set(true);
      sender.join();
      next += sent.get();
    }
    return seconds.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /**
   * Runs each of some loops once a round.
   *
   * @param eachDone called after each run
   * @return what {@link #run} gave in each round, in the order of the loops
   */
  static List<List<double[]>> inTurns(
      List<OpenLoop> loops, double perSecond, int count, int rounds, Runnable eachDone)
      throws InterruptedException {
    List<List<double[]>> seconds = new ArrayList<>();
    loops.forEach(loop -> seconds.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < loops.size(); i++) {
        seconds.get(i).add(loops.get(i).run(perSecond, count));
        eachDone.run();
      }
    }
    return seconds;
  }

  /** The value that a share of the ascending values does not exceed (the nearest rank). */
  static double percentile(double[] ascending, double share) {
    int rank = (int) Math.ceil(share * ascending.length);
    return ascending[Math.max(0, rank - 1)];
  }

  /** The same of each of some rounds. */
  static List<Double> percentiles(List<double[]> rounds, double share) {
    return rounds.stream().map(times -> percentile(times, share)).toList();
  }

  /** Returns when the clock of {@link System#nanoTime} has come to a time, or interrupted. */
  static void sleepUntil(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }
}
