package io.labelstream.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The requests that an answer may still come for, whether a client waits for it or not, by their
 * ids and by what they ask. Thread-safe.
 *
 * @param <Q> what is asked
 */
final class Unanswered<Q> {

  private static final Duration LATE = Duration.ofMinutes(10);

  /** More than a job takes to come back from a failure; after that, a record counts as lost. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  private static final int MAX = 100_000;

  private final Cache<String, Q> questions =
      Caffeine.newBuilder().expireAfterWrite(LATE).maximumSize(MAX).build();

  private final Cache<Q, String> ids;

  Unanswered(Clock clock) {
    ids =
        Caffeine.newBuilder()
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfterWrite(ON_ITS_WAY)
            .maximumSize(MAX)
            .build();
  }

  void add(String id, Q question) {
    questions.put(id, question);
    ids.put(question, id);
  }

  /** What a request asked that has been answered, or never will be. */
  @Nullable Q remove(String id) {
    Q question = questions.asMap().remove(id);
    if (question != null) {
      ids.asMap().remove(question, id);
    }
    return question;
  }

  /** Does something for a request that asks the same and is on its way, before it is removed. */
  <T> Optional<T> ifOnItsWay(Q question, Function<String, T> action) {
    String id = ids.getIfPresent(question);
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    if (id != null) {
      questions
          .asMap()
          .computeIfPresent(
              id,
              (known, same) -> {
                result.set(action.apply(known));
                return same;
              });
    }
    return Optional.ofNullable(result.get());
  }
}
