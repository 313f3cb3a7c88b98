package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class AnswerFollowerTest {

  private static final TopicPartition FIRST = new TopicPartition("results", 0);
  private static final TopicPartition ADDED = new TopicPartition("results", 1);

  private final FakeConsumer consumer = new FakeConsumer("results");
  private long nanos = 42;

  @Test
  void knowsWhereTheTopicEndsBeforeItIsPolled() {
    var unused = follower();
    // What is sent now is behind the end that counts.
    consumer.updateEndOffsets(Map.of(FIRST, 9L));
    assertThat(consumer.position(FIRST)).isEqualTo(7);
  }

  @Test
  void knowsHowMuchItHasNotRead() {
    AnswerFollower follower = follower();
    for (long offset = 7; offset < 10; offset++) {
      consumer.addRecord(new ConsumerRecord<>("results", 0, offset, new byte[0], new byte[0]));
    }
    consumer.updateEndOffsets(Map.of(FIRST, 12L));
    assertThat(follower.lag()).hasValue(5);
    follower.poll(Duration.ZERO);
    assertThat(follower.lag()).hasValue(2);
  }

  @Test
  void readsPartitionsThatAreAddedFromTheirBeginning() {
    AnswerFollower follower = follower();
    add();
    follower.poll(Duration.ZERO);
    assertThat(consumer.assignment()).as("it looks every two seconds").containsExactly(FIRST);
    pass(Duration.ofMillis(2001));
    follower.poll(Duration.ZERO);
    assertThat(consumer.assignment()).containsExactlyInAnyOrder(FIRST, ADDED);
    consumer.addRecord(new ConsumerRecord<>("results", 1, 3, new byte[0], new byte[0]));
    consumer.addRecord(new ConsumerRecord<>("results", 0, 7, new byte[0], new byte[0]));
    assertThat(follower.poll(Duration.ZERO)).hasSize(2);
  }

  @Test
  void looksForNoPartitionsWhileTheBrokerIsGone() {
    AnswerFollower follower = follower();
    add();
    consumer.connections.set(0);
    follower.poll(Duration.ZERO);
    follower.poll(Duration.ZERO);
    pass(Duration.ofMinutes(1));
    follower.poll(Duration.ZERO);
    assertThat(follower.isAlive()).isFalse();
    assertThat(consumer.assignment()).containsExactly(FIRST);
    consumer.connections.set(1);
    follower.poll(Duration.ZERO);
    assertThat(follower.isAlive()).isTrue();
    follower.poll(Duration.ZERO);
    assertThat(consumer.assignment()).containsExactlyInAnyOrder(FIRST, ADDED);
  }

  @Test
  void isNotAliveOnceTheBrokerIsSilentForLongerThanAFetchMayLast() {
    AnswerFollower follower = follower();
    assertThat(follower.isAlive()).as("before it is polled").isFalse();
    consumer.bytes.set(64);
    follower.poll(Duration.ZERO);
    assertThat(follower.isAlive()).isTrue();
    for (int second = 1; second <= 3; second++) {
      pass(Duration.ofSeconds(1));
      follower.poll(Duration.ZERO);
      assertThat(follower.isAlive()).isEqualTo(second < 3);
    }
  }

  @Test
  void refusesATopicThatIsNotThere() {
    assertThatThrownBy(() -> new AnswerFollower(consumer, Duration.ZERO, "nowhere"))
        .isInstanceOf(UnknownTopicOrPartitionException.class)
        .hasMessage("there is no topic nowhere");
  }

  private AnswerFollower follower() {
    return new AnswerFollower(consumer, Duration.ofMillis(500), "results", () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void add() {
    consumer.updatePartitions("results", List.of(partition(0), partition(1)));
    consumer.updateBeginningOffsets(Map.of(ADDED, 3L));
  }

  private static PartitionInfo partition(int number) {
    return new PartitionInfo("results", number, Node.noNode(), new Node[0], new Node[0]);
  }
}
