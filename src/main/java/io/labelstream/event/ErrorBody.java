package io.labelstream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;

/**
 * An error object of the image API: one with {@code errors} is a ValidationError, each other one
 * has a {@code message}.
 *
 * @param type a URI that names the kind of error
 * @param error the title of that kind
 * @param status the HTTP status
 * @param errors each {@code <field> <what is wrong>} for a ValidationError; empty for all others
 * @param message a sentence for all others; empty for a ValidationError
 */
@JsonInclude(Include.NON_EMPTY)
public record ErrorBody(
    String type, String error, int status, List<String> errors, String message) {

  private static final String NO_MESSAGE = "";
  private static final String TYPES = "https://docs.img-processing.com/errors/";

  /** A field that JSON leaves out is empty. */
  public ErrorBody {
    errors = errors == null ? List.of() : List.copyOf(errors);
    message = message == null ? NO_MESSAGE : message;
  }

  /** The request has to change: every reason, each {@code <field> <what is wrong>}. */
  public static ErrorBody validation(List<String> reasons) {
    ErrorKind kind = ErrorKind.VALIDATION;
    return new ErrorBody(TYPES + kind.slug(), kind.title(), 422, reasons, NO_MESSAGE);
  }

  /** The failure is ours; the message reveals nothing about the inside. */
  public static ErrorBody server(int status, String message) {
    return of(ErrorKind.INTERNAL.slug(), ErrorKind.INTERNAL.title(), status, message);
  }

  /**
   * Any other error.
   *
   * @param slug the last part of the type's URI
   */
  public static ErrorBody of(String slug, String title, int status, String message) {
    return new ErrorBody(TYPES + slug, title, status, List.of(), message);
  }

  static ErrorBody of(Outcome.Failed failed) {
    ErrorCode code = failed.code();
    return code.status() < 500
        ? validation(failed.reasons())
        : of(code.slug(), code.title(), code.status(), String.join(" ", failed.reasons()));
  }

  /** The reasons, whichever field holds them. */
  List<String> reasons() {
    return message.isEmpty() ? errors : List.of(message);
  }
}
