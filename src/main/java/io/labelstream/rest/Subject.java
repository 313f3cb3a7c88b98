package io.labelstream.rest;

import io.labelstream.event.TraceContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks about, and what its logs call it.
 *
 * @param contentHash of the image's bytes
 * @param uri where the job finds them
 * @param imageId of the image
 * @param requestId of the HTTP request
 * @param trace of the HTTP request, if any
 */
record Subject(
    String contentHash, URI uri, String imageId, String requestId, @Nullable TraceContext trace) {}
