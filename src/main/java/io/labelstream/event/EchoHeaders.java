package io.labelstream.event;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The headers that an answer repeats of its request as they are, so that a requester that knows its
 * requests by them, or a reader further on, finds them again.
 *
 * @param names names of headers, or what such names start with, in any case
 */
public record EchoHeaders(List<String> names) {

  /** An answer sets these headers itself. */
  private static final Set<String> OWN =
      Set.of(
          EventNames.SPEC_VERSION,
          EventNames.ID,
          EventNames.SOURCE,
          EventNames.TYPE,
          EventNames.SUBJECT,
          EventNames.TIME,
          EventNames.CONTENT_TYPE,
          EventNames.MODEL,
          EventNames.REQUEST_OFFSET,
          EventNames.REQUEST_TIME,
          EventNames.ERROR_CODE,
          EventNames.REUSED,
          EventNames.CANARY,
          EventNames.DECODE_MICROS,
          EventNames.INFERENCE_MICROS,
          EventNames.TRACE_PARENT,
          EventNames.TRACE_STATE);

  public EchoHeaders {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** The headers of a request that are repeated, in their order. */
  Stream<RecordHeader> of(RequestRecord request) {
    return request.headers().stream().filter(header -> includes(header.name()));
  }

  private boolean includes(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return !OWN.contains(name) && names.stream().anyMatch(name::startsWith);
  }
}
