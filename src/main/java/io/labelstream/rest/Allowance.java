package io.labelstream.rest;

/**
 * How many may be sent at once, of so many a second. What is not used is kept for a second. It is
 * counted in parts of one, since a sum of fractions would come to a whole one too late.
 */
final class Allowance {

  private final int perSecond;
  private final int ticksASecond;

  /** So many of these are one that may be sent. */
  private int parts;

  /** A second's, all of it. */
  Allowance(int perSecond, int ticksASecond) {
    this.perSecond = perSecond;
    this.ticksASecond = ticksASecond;
    parts = most();
  }

  private int most() {
    return perSecond * ticksASecond;
  }

  /** Called so many times a second. */
  void tick() {
    parts = Math.min(most(), parts + perSecond);
  }

  /** How many may be sent now. */
  int now() {
    return parts / ticksASecond;
  }

  /** Takes away so many that were sent. */
  void spend(int count) {
    parts -= count * ticksASecond;
  }
}
