package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.Destination;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestRecord;
import io.labelstream.rest.MovingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTopicsTest {

  private static final int MOST = 1_000_000;

  private final Map<String, Integer> broker = new HashMap<>(Map.of("replies-a", 2_000_000));
  private final List<String> asked = new ArrayList<>();
  private final MovingClock clock = new MovingClock();
  private boolean answering = true;
  private final ReplyTopics topics =
      new ReplyTopics(
          List.of("replies-", "one", "requ", "models", "__"),
          Set.of("requests", "models", "models-status"),
          this::ask,
          clock);

  private OptionalInt ask(String topic) throws ExecutionException {
    asked.add(topic);
    if (!answering) {
      throw new ExecutionException(new IllegalStateException("no broker"));
    }
    Integer bytes = broker.get(topic);
    return bytes == null ? OptionalInt.empty() : OptionalInt.of(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka_replyTopic", "REPLY_TOPIC", "Kafka_ReplyTopic"})
  void isTheOneThatTheRequestNames(String header) {
    assertThat(of(header, "replies-a")).contains(new Destination("replies-a", MOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "other",
        "a-replies-a",
        "requests",
        "models",
        "models-status",
        "__consumer_offsets",
        "replies-/../x",
        "replies-\u0000",
        "replies-ü"
      })
  void isNoneThatIsNotAllowed(String topic) {
    broker.put(topic, MOST);
    assertThat(of("REPLY_TOPIC", topic)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void isNoneWhereNoneIsAllowed() {
    ReplyTopics none = new ReplyTopics(List.of(), Set.of(), this::ask, clock);
    assertThat(none.of(request("REPLY_TOPIC", "replies-a".getBytes(UTF_8)), MOST)).isEmpty();
  }

  @Test
  void isNoneWhereTheRequestNamesNone() {
    assertThat(topics.of(request("REPLY_TOPIC", null), MOST)).isEmpty();
    assertThat(of("kafka_correlationId", "replies-a")).isEmpty();
    assertThat(topics.of(request("REPLY_TOPIC", new byte[] {(byte) 0xFF}), MOST)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void takesNoMoreThanTheTopic() {
    broker.put("replies-small", 20_000);
    broker.put("replies-tiny", 10_000);
    assertThat(of("REPLY_TOPIC", "replies-small"))
        .contains(new Destination("replies-small", 20_000));
    assertThat(of("REPLY_TOPIC", "replies-tiny")).isEmpty();
  }

  @Test
  void isAskedForNowAndThen() {
    of("REPLY_TOPIC", "replies-a");
    of("REPLY_TOPIC", "replies-a");
    assertThat(asked).hasSize(1);
    clock.advance(Duration.ofMinutes(2));
    broker.remove("replies-a");
    assertThat(of("REPLY_TOPIC", "replies-a")).isEmpty();
    clock.advance(Duration.ofSeconds(4));
    broker.put("replies-a", MOST);
    assertThat(of("REPLY_TOPIC", "replies-a")).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(of("REPLY_TOPIC", "replies-a")).isPresent();
    assertThat(asked).hasSize(3);
  }

  @Test
  void staysKnownWhileTheBrokerIsAway() {
    of("REPLY_TOPIC", "replies-a");
    clock.advance(Duration.ofMinutes(2));
    answering = false;
    assertThat(of("REPLY_TOPIC", "replies-a")).isPresent();
    assertThat(of("REPLY_TOPIC", "replies-b")).isEmpty();
  }

  @Test
  void remembersAThousand() {
    for (int i = 0; i < 1001; i++) {
      of("REPLY_TOPIC", "replies-" + i);
    }
    of("REPLY_TOPIC", "replies-1000");
    assertThat(asked).hasSize(1001);
    of("REPLY_TOPIC", "replies-0");
    assertThat(asked).hasSize(1002);
  }

  private Optional<Destination> of(String header, String topic) {
    return topics.of(request(header, topic.getBytes(UTF_8)), MOST);
  }

  private static RequestRecord request(String header, byte @Nullable [] topic) {
    return new RequestRecord(
        "requests", 0, 0, 0, null, List.of(new RecordHeader(header, topic)), new byte[] {1});
  }
}
