package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.ScoredLabel;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRankingTest {

  private final LabelRanking labels = new LabelRanking(List.of("A", "B", "C", "D"));
  private final float[] probabilities = {0.1f, 0.5f, 0.1f, 0.3f};

  @Test
  void ranksInDescendingOrderAndEqualOnesByClass() {
    assertThat(labels.rank(probabilities, LabelOptions.DEFAULT))
        .isEqualTo(
            new IdentifyResponse(
                "B",
                0.5f,
                List.of(
                    new ScoredLabel("D", 0.3f),
                    new ScoredLabel("A", 0.1f),
                    new ScoredLabel("C", 0.1f))));
  }

  @Test
  void givesNoMoreThanTopK() {
    assertThat(labels.rank(probabilities, new LabelOptions(1, 0, 0)).secondaryLabels()).isEmpty();
    assertThat(labels.rank(probabilities, new LabelOptions(3, 0, 0)).secondaryLabels())
        .extracting(ScoredLabel::label)
        .containsExactly("D", "A");
  }

  @Test
  void leavesOutWhatIsBelowTheLeastScoreButTheMainLabel() {
    IdentifyResponse response = labels.rank(probabilities, new LabelOptions(5, 0.9, 0));
    assertThat(response.mainLabel()).isEqualTo("B");
    assertThat(response.secondaryLabels()).isEmpty();
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> labels.rank(new float[] {Float.NaN, 0, 0, 0}, LabelOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class);
  }
}
