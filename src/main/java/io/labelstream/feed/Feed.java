package io.labelstream.feed;

import io.labelstream.event.Answer;
import io.labelstream.event.FacadeSources;
import io.labelstream.event.RequestPosition;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The last answers to everybody's requests, and what all of them come to. It takes no more memory
 * however many come and however many watch. Thread-safe.
 */
public final class Feed {

  /** How many answers somebody may step back through. */
  public static final int KEPT = 1000;

  private static final int SECONDS = 61;

  private final String requestsTopic;
  private final Clock clock;

  /** Guarded by this, as is all that follows. */
  private final RecentAnswers recent = new RecentAnswers(KEPT);

  private final AnswerRates rates = new AnswerRates(SECONDS);
  private final Backlog backlog = new Backlog();

  /** Without any answer. */
  public Feed(String requestsTopic, Clock clock) {
    this.requestsTopic = requestsTopic;
    this.clock = clock;
  }

  /**
   * What came after an answer.
   *
   * @param answers a choice of those that the filter lets through, evenly made, the oldest first
   * @param left how many more came that are not among them
   * @param last the number of the newest answer, whatever the filter says of it
   */
  public record News(List<FeedAnswer> answers, long left, long last) {}

  /** Takes an answer in, unless it is to a probe of a facade. */
  public void take(Answer answer) {
    boolean probe = FacadeSources.isProbe(answer.source());
    Instant now = clock.instant();
    // The results topic may have answers to requests of other topics, which stand elsewhere.
    Optional<RequestPosition> position =
        answer.passage().position().filter(one -> one.topic().equals(requestsTopic));
    synchronized (this) {
      position.ifPresent(backlog::answered);
      if (!probe) {
        FeedAnswer kept = FeedAnswer.of(recent.next(), answer, position.orElse(null), now);
        recent.add(kept);
        rates.add(kept, now.getEpochSecond());
      }
    }
  }

  /** The number of the newest answer; 0 if there is none. */
  public synchronized long last() {
    return recent.next() - 1;
  }

  /**
   * What came after an answer.
   *
   * @param number of the answer
   * @param most how many answers can be shown
   */
  public News since(long number, FeedFilter filter, int most) {
    List<FeedAnswer> after;
    long last;
    synchronized (this) {
      after = recent.after(number);
      last = last();
    }
    // Nobody knows whether the filter would have let those through that are kept no more.
    long lost = Math.max(0, last - number - after.size());
    List<FeedAnswer> matching = after.stream().filter(filter::matches).toList();
    List<FeedAnswer> chosen = evenly(matching, most);
    return new News(chosen, lost + matching.size() - chosen.size(), last);
  }

  /**
   * The newest answers that a filter lets through, the newest first.
   *
   * @param before only those that came before the one of this number
   */
  public synchronized List<FeedAnswer> newest(FeedFilter filter, OptionalLong before, int most) {
    return recent.newest(filter, before, most);
  }

  /** The answer to the request at a position, if it is kept. */
  public synchronized Optional<FeedAnswer> find(int partition, long offset) {
    return recent.find(partition, offset);
  }

  /** Takes in the offset that the next request of each partition will have. */
  public synchronized void ends(Map<Integer, Long> now) {
    backlog.ends(now);
  }

  /** What all answers come to at this moment. */
  public FeedStatistics statistics() {
    Instant now = clock.instant();
    synchronized (this) {
      long second = now.getEpochSecond();
      return FeedStatistics.of(
          now.toString(),
          recent.after(0),
          last(),
          rates.answers(second),
          rates.failures(second),
          rates.codes(second),
          backlog.waiting());
    }
  }

  /**
   * Those with the roundest numbers, which lie evenly: all who look are shown the same, so that a
   * photograph is drawn once for all of them.
   */
  private static List<FeedAnswer> evenly(List<FeedAnswer> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    return all.stream()
        .sorted(
            Comparator.<FeedAnswer>comparingInt(
                    answer -> -Long.numberOfTrailingZeros(answer.number()))
                .thenComparing(Comparator.comparingLong(FeedAnswer::number).reversed()))
        .limit(most)
        .sorted(Comparator.comparingLong(FeedAnswer::number))
        .toList();
  }
}
