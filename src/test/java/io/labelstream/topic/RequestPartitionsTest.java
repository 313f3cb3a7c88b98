package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rest.MovingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestPartitionsTest {

  private final MovingClock clock = new MovingClock();
  private final RequestPartitions partitions = new RequestPartitions("a.b", clock);

  @Test
  void areLeftToKafkaUntilTheyAreKnown() {
    assertThat(partitions.next()).isNull();
    partitions.answered("a.b/3/7");
    assertThat(partitions.next()).isNull();
  }

  @Test
  void areUsedByTurns() {
    partitions.found(3);
    partitions.found(3);
    assertThat(next(6)).containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(partitions.untried()).isEmpty();
  }

  @Test
  void thatAreAddedAreUsedOnceAnAnswerHasComeFromThem() {
    partitions.found(2);
    partitions.found(4);
    assertThat(next(4)).containsExactlyInAnyOrder(0, 1, 0, 1);
    for (String other : List.of("", "a.b/3", "a.b/3/", "axb/3/7", "a.b/9/7", "a.b/99999999999/1")) {
      partitions.answered(other);
    }
    assertThat(next(4)).containsExactlyInAnyOrder(0, 1, 0, 1);
    partitions.answered("a.b/3/7");
    partitions.answered("a.b/3/8");
    assertThat(next(6)).containsExactlyInAnyOrder(0, 1, 3, 0, 1, 3);
    partitions.found(4);
    assertThat(next(6)).doesNotContain(2);
  }

  @Test
  void areTriedOnce() {
    partitions.found(2);
    partitions.found(4);
    assertThat(partitions.untried()).containsExactly(2, 3);
    clock.advance(Duration.ofMinutes(9));
    assertThat(partitions.untried()).isEmpty();
    partitions.answered("a.b/2/0");
    clock.advance(Duration.ofMinutes(2));
    assertThat(partitions.untried()).containsExactly(3);
  }

  @Test
  void ofATopicThatWasMadeAnewAreAllUsed() {
    partitions.found(4);
    partitions.found(6);
    partitions.found(2);
    assertThat(next(4)).containsExactlyInAnyOrder(0, 1, 0, 1);
    assertThat(partitions.untried()).isEmpty();
  }

  private List<Integer> next(int count) {
    List<Integer> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(partitions.next());
    }
    return next;
  }
}
