package io.labelstream.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved. */
public final class MovingClock extends Clock {

  private volatile Instant now = Instant.parse("2026-11-25T03:00:00Z");
  private volatile Runnable dating = () -> {};

  /** Moves it on. */
  public void advance(Duration time) {
    now = now.plus(time);
  }

  /** Sets what happens when something is about to be dated. */
  void whenDating(Runnable other) {
    dating = other;
  }

  @Override
  public Instant instant() {
    dating.run();
    return now;
  }

  @Override
  public long millis() {
    return now.toEpochMilli();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
