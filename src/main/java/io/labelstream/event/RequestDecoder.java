package io.labelstream.event;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decodes records of the requests topic.
 *
 * <p>A record is one of: a CloudEvent in structured mode (the value is a JSON object with a {@code
 * specversion}, whatever the headers say of it), a CloudEvent in binary mode (attributes in {@code
 * ce_} headers, the image or nothing in the value), a bucket's notification of an object, or bare
 * (no {@code ce_} header, the value is the image). Of a request that has expired, the image is not
 * looked at. Instances are stateless and may be shared.
 */
public final class RequestDecoder {

  private static final String CLOUD_EVENTS = "application/cloudevents";
  private static final Pattern STRUCTURED =
      Pattern.compile(Pattern.quote(CLOUD_EVENTS) + "\\+json\\s*(;.*)?");

  /** Reads a request, or finds that the record holds none. */
  @FunctionalInterface
  private interface Reading {
    ClassificationRequest read() throws InvalidEventException;
  }

  private final Clock clock;

  /**
   * @param clock tells whether a request has expired
   */
  public RequestDecoder(Clock clock) {
    this.clock = clock;
  }

  /** Decodes a record; whatever it holds, this returns and does not throw. */
  public DecodedRequest decode(RequestRecord request) {
    HeaderTexts headers = new HeaderTexts(request.headers());
    boolean declared = headers.contentType().startsWith(CLOUD_EVENTS);
    if (declared || JsonObject.isLikely(request.value())) {
      JsonObject value = new JsonObject(request.value());
      if (declared || value.has(EventNames.SPEC_VERSION_ATTRIBUTE)) {
        return structured(request, headers, value);
      }
      byte[] bytes = request.value();
      if (bytes != null && value.has(ObjectNotification.RECORDS) && !headers.hasAttributes()) {
        return notification(request, headers, bytes);
      }
    }
    return headers.hasAttributes() ? binary(request, headers) : bare(request, headers);
  }

  private DecodedRequest structured(RequestRecord request, HeaderTexts headers, JsonObject value) {
    CloudEventAttributes attributes = attributes(value);
    return read(
        Correlation.of(request, attributes, trace(headers, attributes)),
        () -> {
          if (!value.has(EventNames.SPEC_VERSION_ATTRIBUTE)
              && !STRUCTURED.matcher(headers.contentType()).matches()) {
            throw new InvalidEventException(
                "content-type must be application/cloudevents+json for an event in structured"
                    + " mode");
          }
          if (value.violation().isPresent()) {
            throw new InvalidEventException(value.violation().get());
          }
          if (!value.repeated().isEmpty()) {
            throw new InvalidEventException(
                "event must not have an attribute twice: " + String.join(", ", value.repeated()));
          }
          if (value.has("data")) {
            throw new InvalidEventException(
                ErrorCode.UNSUPPORTED_FORMAT,
                List.of("data must be an image, sent as data_base64"));
          }
          return CloudEventReader.read(attributes, value::image, clock.instant());
        });
  }

  private DecodedRequest binary(RequestRecord request, HeaderTexts headers) {
    CloudEventAttributes attributes = headers.attributes();
    return read(
        Correlation.of(request, attributes, trace(headers, attributes)),
        () ->
            CloudEventReader.read(
                attributes, () -> Optional.ofNullable(request.value()), clock.instant()));
  }

  private static DecodedRequest notification(
      RequestRecord request, HeaderTexts headers, byte[] value) {
    return read(
        Correlation.bare(request, trace(headers, headers.attributes())),
        () ->
            new ClassificationRequest(
                new ImageSource.Reference(ObjectNotification.read(value)), LabelOptions.DEFAULT));
  }

  private static DecodedRequest bare(RequestRecord request, HeaderTexts headers) {
    byte[] value = request.value();
    return read(
        Correlation.bare(request, trace(headers, headers.attributes())),
        () -> {
          if (value == null || value.length == 0) {
            throw CloudEventReader.missingImage();
          }
          return new ClassificationRequest(new ImageSource.Inline(value), LabelOptions.DEFAULT);
        });
  }

  private static DecodedRequest read(Correlation correlation, Reading reading) {
    try {
      return new DecodedRequest.Accepted(correlation, reading.read());
    } catch (InvalidEventException e) {
      return new DecodedRequest.Rejected(correlation, e.failure());
    }
  }

  /** A structured event's attributes under the names that they have as headers. */
  private static CloudEventAttributes attributes(JsonObject event) {
    Map<String, String> values = new HashMap<>();
    event.texts().forEach((name, text) -> values.put(EventNames.PREFIX + name, text));
    Set<String> withoutText = new HashSet<>();
    event.structures().forEach(name -> withoutText.add(EventNames.PREFIX + name));
    return new CloudEventAttributes(values, withoutText);
  }

  /** A trace is in the plain headers of the W3C, or else in CloudEvents' extension attributes. */
  private static Optional<TraceContext> trace(
      HeaderTexts headers, CloudEventAttributes extensions) {
    return TraceContext.of(
            headers.get(EventNames.TRACE_PARENT), headers.get(EventNames.TRACE_STATE))
        .or(
            () ->
                TraceContext.of(
                    extensions.get(EventNames.PREFIX + EventNames.TRACE_PARENT),
                    extensions.get(EventNames.PREFIX + EventNames.TRACE_STATE)));
  }
}
