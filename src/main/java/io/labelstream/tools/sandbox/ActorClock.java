package io.labelstream.tools.sandbox;

/**
 * The two clocks that Flink's actors have in each process. By default each of them wakes a core a
 * hundred times a second, for heartbeats and timeouts of seconds, and Flink has no option for them:
 * Pekko reads the property itself.
 */
public final class ActorClock {

  private static final String PROPERTY = "pekko.scheduler.tick-duration";
  private static final String TICK = "100ms";

  private ActorClock() {}

  /** The flag of a JVM in which one of Flink's processes runs. */
  public static String flag() {
    return "-D" + PROPERTY + "=" + TICK;
  }

  /** Sets the clocks of a Flink that starts in this process later, unless its user has set them. */
  public static void slowDown() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, TICK);
    }
  }
}
