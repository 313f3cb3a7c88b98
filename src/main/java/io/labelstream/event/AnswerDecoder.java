package io.labelstream.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes records of the results topic. */
public final class AnswerDecoder {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final ObjectReader responses = JSON.readerFor(IdentifyResponse.class);
  private final ObjectReader errors = JSON.readerFor(ErrorBody.class);

  /** The answer in a record, or empty where the record is none of this job's answers. */
  public Optional<Answer> decode(List<RecordHeader> headers, byte @Nullable [] value) {
    Headers attributes = new Headers(headers);
    String id = attributes.get(EventNames.ID);
    String source = attributes.get(EventNames.SOURCE);
    String type = attributes.get(EventNames.TYPE);
    if (id == null || source == null || type == null || value == null) {
      return Optional.empty();
    }
    Optional<String> model = Optional.ofNullable(attributes.get(EventNames.MODEL));
    try {
      return switch (type) {
        case EventNames.COMPLETED ->
            Optional.of(
                new Answer(
                    id,
                    source,
                    model,
                    Optional.of(notNull(responses.<IdentifyResponse>readValue(value))),
                    Optional.empty(),
                    Optional.empty()));
        case EventNames.FAILED ->
            Optional.of(
                new Answer(
                    id,
                    source,
                    model,
                    Optional.empty(),
                    Optional.of(notNull(errors.<ErrorBody>readValue(value))),
                    Optional.ofNullable(attributes.get(EventNames.ERROR_CODE))
                        .flatMap(ErrorCode::of)));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** JSON's null is a value that Jackson reads and that no answer has. */
  private static <T> T notNull(@Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException("null");
    }
    return value;
  }
}
