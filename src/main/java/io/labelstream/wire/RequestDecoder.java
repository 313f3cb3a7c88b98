package io.labelstream.wire;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.rw.CloudEventRWException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records of the requests topic.
 *
 * <p>A record is one of: a CloudEvent in binary mode (attributes in {@code ce_} headers, the image
 * or nothing in the value), a CloudEvent in structured mode (content type {@code
 * application/cloudevents+json}), or bare (no {@code ce_} header, the value is the image).
 * Instances are stateless and may be shared.
 */
public final class RequestDecoder {

  private static final String CLOUD_EVENTS = "application/cloudevents";

  /** Decodes a record; whatever it holds, this returns and does not throw. */
  public DecodedRequest decode(RequestRecord request) {
    Headers headers = new Headers(request.headers());
    String contentType =
        Objects.requireNonNullElse(headers.get(EventNames.CONTENT_TYPE), "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (contentType.startsWith(CLOUD_EVENTS)) {
      return structured(request, headers, contentType);
    }
    return headers.hasAttributes() ? binary(request, headers) : bare(request);
  }

  private static DecodedRequest bare(RequestRecord request) {
    byte[] value = request.value();
    Correlation correlation = Correlation.bare(request);
    return value == null || value.length == 0
        ? new DecodedRequest.Rejected(correlation, RequestReader.missingImage())
        : new DecodedRequest.Accepted(
            correlation,
            new ClassificationRequest(new ImageSource.Inline(value), LabelOptions.DEFAULT));
  }

  private static DecodedRequest binary(RequestRecord request, Headers headers) {
    Correlation correlation =
        correlation(
            request,
            headers.get(EventNames.ID),
            headers.get(EventNames.SOURCE),
            headers.get(EventNames.SUBJECT),
            traceparent(headers, headers.get(EventNames.PREFIX + EventNames.TRACE_PARENT)));
    try {
      return RequestReader.read(correlation, readBinary(headers, request.value()));
    } catch (InvalidEventException e) {
      return rejected(correlation, e);
    }
  }

  private static DecodedRequest structured(
      RequestRecord request, Headers headers, String contentType) {
    StructuredEventReader reader = new StructuredEventReader(request.value());
    Correlation correlation =
        correlation(
            request,
            reader.text("id"),
            reader.text("source"),
            reader.text("subject"),
            traceparent(headers, reader.text(EventNames.TRACE_PARENT)));
    try {
      if (!contentType.matches("application/cloudevents\\+json\\s*(;.*)?")) {
        throw new InvalidEventException(
            "content-type must be application/cloudevents+json for an event in structured mode");
      }
      return RequestReader.read(correlation, reader.read());
    } catch (InvalidEventException e) {
      return rejected(correlation, e);
    }
  }

  private static CloudEvent readBinary(Headers headers, byte @Nullable [] value)
      throws InvalidEventException {
    List<String> reasons = new ArrayList<>();
    headers.undecodableAttributes().forEach(name -> reasons.add(name + " must be UTF-8 text"));
    Stream.of(EventNames.SPEC_VERSION, EventNames.ID, EventNames.SOURCE, EventNames.TYPE)
        .filter(name -> !headers.undecodableAttributes().contains(name))
        .filter(name -> headers.get(name) == null)
        .forEach(name -> reasons.add(name + " is required"));
    if (!reasons.isEmpty()) {
      throw new InvalidEventException(reasons);
    }
    if (!"1.0".equals(headers.get(EventNames.SPEC_VERSION))) {
      throw new InvalidEventException(EventNames.SPEC_VERSION + " must be 1.0");
    }
    try {
      return new BinaryEventReader(SpecVersion.V1, headers, value).toEvent();
    } catch (CloudEventRWException | IllegalStateException e) {
      throw new InvalidEventException("event is invalid: " + e.getMessage());
    }
  }

  private static Correlation correlation(
      RequestRecord request,
      @Nullable String id,
      @Nullable String source,
      @Nullable String subject,
      @Nullable String traceparent) {
    Correlation bare = Correlation.bare(request);
    return new Correlation(
        id == null || id.isEmpty() ? bare.id() : id,
        source == null || source.isEmpty() ? bare.source() : source,
        subject,
        traceparent);
  }

  /** The plain header is the W3C's way, the CloudEvents extension the other one. */
  private static @Nullable String traceparent(Headers headers, @Nullable String extension) {
    String header = headers.get(EventNames.TRACE_PARENT);
    return header == null ? extension : header;
  }

  private static DecodedRequest rejected(Correlation correlation, InvalidEventException e) {
    return new DecodedRequest.Rejected(
        correlation, new Outcome.Failed(ErrorCode.INVALID_EVENT, e.reasons()));
  }
}
