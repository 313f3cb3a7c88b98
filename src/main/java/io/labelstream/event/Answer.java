package io.labelstream.event;

import java.util.List;
import java.util.Optional;

/**
 * An answer as a reader of the results topic sees it.
 *
 * @param id {@code ce_id} of the request
 * @param source {@code ce_source} of the request
 * @param model {@code ce_model}, the model's name and content hash, if the answer names it
 * @param canary whether that model is on trial, so that the next answer may be another's
 * @param response the labels, if the image was classified
 * @param error the error, if it was not classified
 * @param errorCode {@code ce_errorcode}, if the image was not classified and the code is known here
 * @param passage what it says of its request
 */
public record Answer(
    String id,
    String source,
    Optional<String> model,
    boolean canary,
    Optional<IdentifyResponse> response,
    Optional<ErrorBody> error,
    Optional<ErrorCode> errorCode,
    Passage passage) {

  /** An answer that says of its request only whose it was. */
  public Answer(
      String id,
      String source,
      Optional<String> model,
      boolean canary,
      Optional<IdentifyResponse> response,
      Optional<ErrorBody> error,
      Optional<ErrorCode> errorCode) {
    this(id, source, model, canary, response, error, errorCode, Passage.UNKNOWN);
  }

  /** The error in sentences; empty if the image was classified. */
  public List<String> errors() {
    return error.map(ErrorBody::reasons).orElse(List.of());
  }
}
