package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Destination;
import io.labelstream.event.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics on which requests want their answers, as far as that is allowed. One that is not
 * there, or not to be written to, would fail the job, and again after each restart: the broker is
 * asked before anything is sent.
 */
final class ReplyTopics {

  private static final Logger LOG = LoggerFactory.getLogger(ReplyTopics.class);

  /** Spring's name of the header, and that of Quarkus. */
  private static final List<String> HEADERS = List.of("kafka_replyTopic", "REPLY_TOPIC");

  /** Kafka's own rule. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Kafka's own topics, such as that of the consumers' offsets. */
  private static final String INTERNAL = "__";

  private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  /** A topic that was missing may be made any moment. */
  private static final Duration MISSING_FOR = Duration.ofSeconds(5);

  private static final int MOST = 1000;

  private final List<String> allowed;
  private final Set<String> never;
  private final Lookup lookup;
  private final Clock clock;
  private final Map<String, Known> topics =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /** Asks the broker for a topic. */
  @FunctionalInterface
  interface Lookup {

    /**
     * The largest record that a topic takes, in bytes.
     *
     * @return empty where it is not there, or not to be written to
     * @throws ExecutionException if the broker does not say
     */
    OptionalInt maxBytes(String topic) throws ExecutionException, InterruptedException;
  }

  private record Known(OptionalInt maxBytes, long untilMillis) {}

  /**
   * Reply topics of requests.
   *
   * @param allowed names of topics, or what such names start with
   * @param never topics which are none: answers on them would be requests, or say which model runs
   */
  ReplyTopics(List<String> allowed, Set<String> never, Lookup lookup, Clock clock) {
    this.allowed = List.copyOf(allowed);
    this.never = Set.copyOf(never);
    this.lookup = lookup;
    this.clock = clock;
  }

  /**
   * Where a request wants its answer.
   *
   * @param mostBytes the largest answer, however much the topic takes
   * @return empty where it says nothing of that, or asks for what cannot be
   */
  Optional<Destination> of(RequestRecord request, int mostBytes) {
    if (allowed.isEmpty()) {
      return Optional.empty();
    }
    return request.headers().stream()
        .filter(header -> HEADERS.stream().anyMatch(header.name()::equalsIgnoreCase))
        .map(header -> header.value() == null ? "" : new String(header.value(), UTF_8))
        .filter(this::isAllowed)
        .flatMap(topic -> destination(topic, mostBytes).stream())
        .findFirst();
  }

  private boolean isAllowed(String topic) {
    return NAME.matcher(topic).matches()
        && !topic.startsWith(INTERNAL)
        && !never.contains(topic)
        && allowed.stream().anyMatch(topic::startsWith);
  }

  private Optional<Destination> destination(String topic, int mostBytes) {
    Known known = topics.get(topic);
    if (known == null || known.untilMillis() <= clock.millis()) {
      known = ask(topic, known);
    }
    int bytes = Math.min(mostBytes, known.maxBytes().orElse(0));
    return bytes < Destination.MIN_BYTES
        ? Optional.empty()
        : Optional.of(new Destination(topic, bytes));
  }

  private Known ask(String topic, @Nullable Known before) {
    OptionalInt maxBytes = before == null ? OptionalInt.empty() : before.maxBytes();
    try {
      maxBytes = lookup.maxBytes(topic);
      if (maxBytes.isEmpty()) {
        LOG.warn(
            "The reply topic {} is not there, or not to be written to: its answers go to the results"
                + " topic",
            topic);
      }
    } catch (ExecutionException e) {
      LOG.warn(
          "The broker does not say whether the reply topic {} is there: {}",
          topic,
          String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Duration time = maxBytes.isPresent() ? KNOWN_FOR : MISSING_FOR;
    Known known = new Known(maxBytes, clock.millis() + time.toMillis());
    topics.put(topic, known);
    return known;
  }
}
