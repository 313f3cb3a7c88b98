package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedResultsTest {

  private static final List<Photograph> PHOTOGRAPHS = List.of(file("a"), file("b"), file("c"));

  private final List<Feed.Result> handedOut = new ArrayList<>();
  private final FeedResults results = new FeedResults(PHOTOGRAPHS, handedOut::add);

  @Test
  void handsOutInTheGivenOrderWhateverTheOrderOfTheAnswers() {
    for (int index = 0; index < 3; index++) {
      results.sent(index);
    }
    results.answered(2, answer(2));
    results.handOut();
    assertThat(handedOut).isEmpty();
    results.answered(0, answer(0));
    results.handOut();
    assertThat(names()).containsExactly("a");
    results.answered(1, answer(1));
    results.handOut();
    assertThat(names()).containsExactly("a", "b", "c");
    assertThat(results.isComplete()).isTrue();
    assertThat(results.waiting()).isZero();
  }

  @Test
  void countsASecondAnswerNotAtAll() {
    results.sent(0);
    assertThat(results.answered(0, answer(0))).isTrue();
    assertThat(results.answered(0, answer(0))).isFalse();
    assertThat(results.rejected(0, "late")).isFalse();
    assertThat(results.waiting()).isZero();
  }

  @Test
  void givesUpOnWhatIsNotDone() {
    results.sent(0);
    results.sent(1);
    results.answered(1, answer(1));
    results.giveUp("no answer");
    assertThat(results.isComplete()).isTrue();
    assertThat(handedOut)
        .extracting(Feed.Result::errors)
        .containsExactly(List.of("no answer"), List.of(), List.of("no answer"));
  }

  @Test
  void whatCannotBeSentWaitsForNothing() {
    results.unsent(0, "there is no such file");
    results.handOut();
    assertThat(results.waiting()).isZero();
    assertThat(names()).containsExactly("a");
  }

  private List<String> names() {
    return handedOut.stream().map(result -> result.photograph().name()).toList();
  }

  private static Photograph file(String name) {
    return new Photograph.File(Path.of(name));
  }

  private static Answer answer(int index) {
    return new Answer(
        Integer.toString(index),
        "/feed",
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
