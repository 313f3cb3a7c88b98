package io.labelstream.event;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headers of an answer: those of a CloudEvent, and what it repeats of its request. */
final class AnswerHeaders {

  /** Kafka gives this timestamp to a record that has none. */
  private static final long NO_TIMESTAMP = -1;

  /** RFC 3339 can write no time before this one, and none after {@link #LATEST}. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private final Clock clock;

  AnswerHeaders(Clock clock) {
    this.clock = clock;
  }

  List<RecordHeader> of(
      RequestRecord request,
      Correlation correlation,
      Outcome outcome,
      AnsweringModel model,
      List<RecordHeader> echoed) {
    List<RecordHeader> headers = new ArrayList<>();
    headers.add(RecordHeader.of(EventNames.SPEC_VERSION, "1.0"));
    headers.add(RecordHeader.of(EventNames.ID, correlation.id()));
    headers.add(RecordHeader.of(EventNames.SOURCE, correlation.source()));
    headers.add(
        RecordHeader.of(
            EventNames.TYPE,
            outcome.fold(completed -> EventNames.COMPLETED, failed -> EventNames.FAILED)));
    headers.add(
        RecordHeader.of(
            EventNames.TIME, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
    headers.add(RecordHeader.of(EventNames.CONTENT_TYPE, "application/json"));
    headers.add(RecordHeader.of(EventNames.MODEL, model.id()));
    headers.add(RecordHeader.of(EventNames.REQUEST_OFFSET, request.position()));
    RecordHeader.addIfPresent(
        headers, EventNames.REQUEST_TIME, correlation.time().or(() -> timestamp(request)));
    RecordHeader.addIfPresent(headers, EventNames.ERROR_CODE, errorCode(outcome));
    RecordHeader.addIfPresent(headers, EventNames.REUSED, reused(outcome));
    // Whoever looks for it must not find it on other answers.
    RecordHeader.addIfPresent(
        headers, EventNames.CANARY, Optional.of("true").filter(canary -> model.canary()));
    addTimes(headers, outcome);
    RecordHeader.addIfPresent(headers, EventNames.SUBJECT, correlation.subject());
    RecordHeader.addIfPresent(headers, correlation.trace());
    headers.addAll(echoed);
    return headers;
  }

  private static void addTimes(List<RecordHeader> headers, Outcome outcome) {
    Optional<WorkTimes> times =
        outcome.fold(Outcome.Completed::times, failed -> Optional.<WorkTimes>empty());
    RecordHeader.addIfPresent(
        headers,
        EventNames.DECODE_MICROS,
        times.map(WorkTimes::decodeMicros).map(Object::toString));
    RecordHeader.addIfPresent(
        headers,
        EventNames.INFERENCE_MICROS,
        times.map(WorkTimes::inferenceMicros).map(Object::toString));
  }

  private static Optional<String> errorCode(Outcome outcome) {
    return outcome.fold(completed -> Optional.empty(), failed -> Optional.of(failed.code().name()));
  }

  /** Whoever looks for it must not find it on other answers. */
  private static Optional<String> reused(Outcome outcome) {
    return outcome.fold(
        completed -> Optional.of("true").filter(reused -> completed.reused()),
        failed -> Optional.empty());
  }

  private static Optional<String> timestamp(RequestRecord request) {
    return Optional.of(request.timestamp())
        .filter(millis -> millis != NO_TIMESTAMP)
        .map(Instant::ofEpochMilli)
        .filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(LATEST))
        .map(Instant::toString);
  }
}
