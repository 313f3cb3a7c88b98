package io.labelstream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error object of the image API: one with {@code errors} is a ValidationError, each other one
 * has a {@code message}.
 *
 * @param type a URI that names the kind of error
 * @param error its title
 * @param status the HTTP status
 * @param errors for a ValidationError, each {@code <field> <what is wrong>}
 * @param message for all others
 */
@JsonInclude(Include.NON_NULL)
public record ErrorBody(
    String type,
    String error,
    int status,
    @Nullable List<String> errors,
    @Nullable String message) {

  private static final String TYPES = "https://docs.img-processing.com/errors/";

  /** The request has to change: every reason, each {@code <field> <what is wrong>}. */
  public static ErrorBody validation(List<String> reasons) {
    ErrorKind kind = ErrorKind.VALIDATION;
    return new ErrorBody(TYPES + kind.slug(), kind.title(), 422, List.copyOf(reasons), null);
  }

  /** The failure is ours; the message tells nothing of the inside. */
  public static ErrorBody server(int status, String message) {
    return of(ErrorKind.INTERNAL.slug(), ErrorKind.INTERNAL.title(), status, message);
  }

  /**
   * Any other error.
   *
   * @param slug the last part of the type's URI
   */
  public static ErrorBody of(String slug, String title, int status, String message) {
    return new ErrorBody(TYPES + slug, title, status, null, message);
  }

  static ErrorBody of(Outcome.Failed failed) {
    int status = failed.code().status();
    return status < 500
        ? validation(failed.reasons())
        : server(status, String.join(" ", failed.reasons()));
  }

  /** The reasons, whichever field holds them. */
  List<String> reasons() {
    if (errors != null) {
      return errors;
    }
    return message == null ? List.of() : List.of(message);
  }
}
