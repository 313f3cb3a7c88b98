package io.labelstream.event;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The labels of a classified image, most probable first.
 *
 * @param mainLabel the most probable label
 * @param mainScore its softmax probability, 0 to 1
 * @param secondaryLabels the next labels in descending order of probability
 */
@JsonNaming(SnakeCaseStrategy.class)
public record IdentifyResponse(
    String mainLabel, float mainScore, List<ScoredLabel> secondaryLabels) {

  public IdentifyResponse {
    secondaryLabels = List.copyOf(secondaryLabels);
  }
}
