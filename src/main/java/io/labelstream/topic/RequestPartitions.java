package io.labelstream.topic;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the requests topic. One that is added is used only when an answer has come from
 * it, since it may take the job minutes to find it. Thread-safe.
 */
final class RequestPartitions {

  /** For a request of our own that was deleted before the job came to it. */
  private static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(10);

  private final Pattern position;
  private final Clock clock;

  /** Guarded by this, as is all that follows. */
  private final TreeSet<Integer> unused = new TreeSet<>();

  private final Map<Integer, Long> triedMillis = new TreeMap<>();
  private List<Integer> used = List.of();
  private int turns;

  RequestPartitions(String topic, Clock clock) {
    position = Pattern.compile(Pattern.quote(topic) + "/([0-9]{1,9})/[0-9]+");
    this.clock = clock;
  }

  /** Takes in how many partitions there are. Those that are there at first are used. */
  synchronized void found(int count) {
    int known = used.size() + unused.size();
    if (count < known || used.isEmpty()) {
      used = IntStream.range(0, count).boxed().toList();
      unused.clear();
      triedMillis.clear();
    }
    for (int partition = used.size() + unused.size(); partition < count; partition++) {
      unused.add(partition);
    }
  }

  /**
   * Takes in where the request of an answer stands.
   *
   * @param requestOffset the answer's {@code ce_requestoffset}, whoever has sent the request
   */
  synchronized void answered(String requestOffset) {
    if (unused.isEmpty()) {
      return;
    }
    Matcher matcher = position.matcher(requestOffset);
    if (matcher.matches()) {
      int partition = Integer.parseInt(matcher.group(1));
      if (unused.remove(partition)) {
        triedMillis.remove(partition);
        List<Integer> more = new ArrayList<>(used);
        more.add(partition);
        used = List.copyOf(more);
      }
    }
  }

  /**
   * The one for the next request, by turns: chosen by keys, some tasks would have a queue while
   * others wait.
   *
   * @return null as long as none is known
   */
  synchronized @Nullable Integer next() {
    return used.isEmpty() ? null : used.get(Math.floorMod(turns++, used.size()));
  }

  /** Those that a request of our own should be sent to, to find out; each is told once. */
  synchronized List<Integer> untried() {
    long now = clock.millis();
    List<Integer> untried =
        unused.stream()
            .filter(
                partition ->
                    triedMillis.getOrDefault(partition, 0L) < now - TRIED_AGAIN_AFTER.toMillis())
            .toList();
    untried.forEach(partition -> triedMillis.put(partition, now));
    return untried;
  }
}
