package io.labelstream.wire;

import java.util.List;
import java.util.Optional;

/**
 * An answer as a reader of the results topic sees it.
 *
 * @param id {@code ce_id} of the request
 * @param source {@code ce_source} of the request
 * @param response the labels, if the image was classified
 * @param errors what was wrong, if it was not
 */
public record Answer(
    String id, String source, Optional<IdentifyResponse> response, List<String> errors) {}
