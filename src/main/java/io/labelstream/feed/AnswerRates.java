package io.labelstream.feed;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many answers came in each of the last seconds. Not thread-safe. */
final class AnswerRates {

  /** Codes are names of an enumeration, unless somebody else writes answers. */
  private static final int MAX_CODES = 32;

  private final Second[] seconds;
  private long current;

  /** Without any answer. */
  AnswerRates(int kept) {
    seconds = new Second[kept];
    Arrays.setAll(seconds, index -> new Second());
  }

  private static final class Second {
    private int answers;
    private int failures;
    private final Map<String, Integer> codes = new HashMap<>();

    private void clear() {
      answers = 0;
      failures = 0;
      codes.clear();
    }
  }

  /**
   * Takes an answer in.
   *
   * @param second since 1970; one that lies before the last counts as the last
   */
  void add(FeedAnswer answer, long second) {
    advance(second);
    Second now = seconds[index(current)];
    now.answers++;
    if (answer.errorCode() != null) {
      now.failures++;
      if (now.codes.size() < MAX_CODES) {
        now.codes.merge(answer.errorCode(), 1, Integer::sum);
      }
    }
  }

  /** Of each second before the current one, the oldest first. */
  int[] answers(long second) {
    advance(second);
    return past(one -> one.answers);
  }

  /** The same for those that have failed. */
  int[] failures(long second) {
    advance(second);
    return past(one -> one.failures);
  }

  /** How often each code came in all seconds that are kept. */
  Map<String, Integer> codes(long second) {
    advance(second);
    Map<String, Integer> codes = new TreeMap<>();
    for (Second one : seconds) {
      one.codes.forEach((code, count) -> codes.merge(code, count, Integer::sum));
    }
    return codes;
  }

  private interface Count {
    int of(Second second);
  }

  /** The current second is not over, and would seem a slow one. */
  private int[] past(Count count) {
    int[] past = new int[seconds.length - 1];
    for (int i = 0; i < past.length; i++) {
      past[i] = count.of(seconds[index(current - past.length + i)]);
    }
    return past;
  }

  private void advance(long second) {
    if (second > current + seconds.length) {
      current = second - seconds.length;
    }
    while (current < second) {
      current++;
      seconds[index(current)].clear();
    }
  }

  private int index(long second) {
    return Math.floorMod(second, seconds.length);
  }
}
