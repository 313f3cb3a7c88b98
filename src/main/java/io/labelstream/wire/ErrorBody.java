package io.labelstream.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a failed answer: the ValidationError or the ServerError of the image API. */
@JsonInclude(Include.NON_NULL)
record ErrorBody(
    String type,
    String error,
    int status,
    @Nullable List<String> errors,
    @Nullable String message) {

  private static final String TYPES = "https://docs.img-processing.com/errors/";

  static ErrorBody of(Outcome.Failed failed) {
    int status = failed.code().status();
    return status < 500
        ? new ErrorBody(
            TYPES + "validation-error", "Validation Error", status, failed.reasons(), null)
        : new ErrorBody(
            TYPES + "internal-error",
            "Internal Error",
            status,
            null,
            String.join(" ", failed.reasons()));
  }

  List<String> reasons() {
    if (errors != null) {
      return errors;
    }
    return message == null ? List.of() : List.of(message);
  }
}
