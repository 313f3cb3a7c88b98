package io.labelstream.rest;

import io.labelstream.event.TraceContext;
import java.net.URI;
import java.util.Optional;

/**
 * The image that a client asks about, and the names that logs and traces have for the call.
 *
 * @param contentHash of the image's bytes
 * @param uri where the job finds them
 * @param imageId of the image
 * @param requestId of the HTTP request
 * @param trace of the HTTP request, if any
 */
record Subject(
    String contentHash, URI uri, String imageId, String requestId, Optional<TraceContext> trace) {}
