package io.labelstream.tools.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.ScoredLabel;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, for programs: {@code file}, then the answer's own fields or {@code
 * errors}.
 */
final class JsonLines implements ResultFormat {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_NULL)
  private record Line(
      String file,
      @Nullable String mainLabel,
      @Nullable Float mainScore,
      @Nullable List<ScoredLabel> secondaryLabels,
      @Nullable List<String> errors,
      @Nullable Long ms) {}

  @Override
  public Optional<String> header() {
    return Optional.empty();
  }

  @Override
  public String line(Feed.Result result) {
    String file = result.photograph().name();
    Long millis = result.answer().isPresent() ? result.millis() : null;
    Optional<IdentifyResponse> response = result.answer().flatMap(answer -> answer.response());
    Line line =
        response
            .map(
                labels ->
                    new Line(
                        file,
                        labels.mainLabel(),
                        labels.mainScore(),
                        labels.secondaryLabels(),
                        null,
                        millis))
            .orElseGet(() -> new Line(file, null, null, null, result.errors(), millis));
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("records of text and numbers must serialize", e);
    }
  }
}
