package io.labelstream.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class AnswerDecoder {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final ObjectReader responses = JSON.readerFor(IdentifyResponse.class);
  private final ObjectReader errors = JSON.readerFor(ErrorBody.class);

  /** The answer in a record, or empty where the record holds none of this service's answers. */
  public Optional<Answer> decode(List<RecordHeader> headers, byte @Nullable [] value) {
    HeaderTexts attributes = new HeaderTexts(headers);
    Optional<String> id = attributes.get(EventNames.ID);
    Optional<String> source = attributes.get(EventNames.SOURCE);
    Optional<String> type = attributes.get(EventNames.TYPE);
    if (id.isEmpty() || source.isEmpty() || type.isEmpty() || value == null) {
      return Optional.empty();
    }
    Optional<IdentifyResponse> response = Optional.empty();
    Optional<ErrorBody> error = Optional.empty();
    try {
      switch (type.get()) {
        case EventNames.COMPLETED -> response = Optional.ofNullable(responses.readValue(value));
        case EventNames.FAILED -> error = Optional.ofNullable(errors.readValue(value));
        default -> {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    // JSON's null is a value that Jackson reads and that no answer has.
    return response.isEmpty() && error.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Answer(
                id.get(),
                source.get(),
                attributes.get(EventNames.MODEL),
                attributes.get(EventNames.CANARY).isPresent(),
                response,
                error,
                error
                    .flatMap(failed -> attributes.get(EventNames.ERROR_CODE))
                    .flatMap(ErrorCode::of),
                Passage.of(attributes)));
  }
}
