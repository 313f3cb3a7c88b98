package io.labelstream.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The last answers, as many as somebody may step back through. Not thread-safe. */
final class RecentAnswers {

  private final @Nullable FeedAnswer[] ring;
  private long next = 1;

  /** Without any. */
  RecentAnswers(int kept) {
    ring = new FeedAnswer[kept];
  }

  /** The number of the next answer. */
  long next() {
    return next;
  }

  void add(FeedAnswer answer) {
    ring[index(answer.number())] = answer;
    next = answer.number() + 1;
  }

  /** Those that are kept of what came after a number, the oldest first. */
  List<FeedAnswer> after(long number) {
    List<FeedAnswer> after = new ArrayList<>();
    for (long one = Math.max(number + 1, next - ring.length); one < next; one++) {
      FeedAnswer answer = one < 1 ? null : ring[index(one)];
      if (answer != null) {
        after.add(answer);
      }
    }
    return after;
  }

  /** Those that a filter lets through, the newest first, from before a number on. */
  List<FeedAnswer> newest(FeedFilter filter, OptionalLong before, int most) {
    List<FeedAnswer> newest = new ArrayList<>();
    long start = Math.min(next, before.orElse(next)) - 1;
    for (long one = start; one > 0 && one >= next - ring.length && newest.size() < most; one--) {
      FeedAnswer answer = ring[index(one)];
      if (answer != null && filter.matches(answer)) {
        newest.add(answer);
      }
    }
    return newest;
  }

  /** The newest answer to the request at a position. */
  Optional<FeedAnswer> find(int partition, long offset) {
    return newest(FeedFilter.ALL, OptionalLong.empty(), ring.length).stream()
        .filter(answer -> answer.isOf(partition, offset))
        .findFirst();
  }

  private int index(long number) {
    return Math.floorMod(number, ring.length);
  }
}
