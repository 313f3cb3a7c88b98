package io.labelstream.feed;

import io.labelstream.event.RequestPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many requests wait for the job: those behind the newest answer of each partition, or, where
 * none was read, behind where it ended when somebody looked first. Not thread-safe.
 */
final class Backlog {

  private final Map<Integer, Long> answered = new HashMap<>();
  private Map<Integer, Long> ends = Map.of();

  void answered(RequestPosition position) {
    answered.merge(position.partition(), position.offset() + 1, Math::max);
  }

  /** Takes in where the partitions end; none, where nobody looks any more. */
  void ends(Map<Integer, Long> now) {
    ends = Map.copyOf(now);
    // What came before somebody looked first may have been answered before this process read.
    ends.forEach(answered::putIfAbsent);
    // A topic that was made anew begins anew.
    answered.replaceAll(
        (partition, next) -> Math.min(next, ends.getOrDefault(partition, Long.MAX_VALUE)));
  }

  /** Empty while it is not known where the partitions end. */
  OptionalLong waiting() {
    if (ends.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        answered.entrySet().stream()
            .mapToLong(next -> ends.getOrDefault(next.getKey(), 0L) - next.getValue())
            .filter(waiting -> waiting > 0)
            .sum());
  }
}
