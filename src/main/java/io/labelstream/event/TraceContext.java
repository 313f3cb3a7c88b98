package io.labelstream.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request belongs in a distributed trace, after W3C Trace Context.
 *
 * @param traceparent the trace and the caller's span in it
 * @param tracestate what tracing systems add to that, if present
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {

  private static final int MAX_MEMBERS = 32;

  /** This is more than the 512 characters that each participant has to hand on. */
  private static final int MAX_STATE_LENGTH = 1024;

  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              // Versions to come may append to it, the one of today may not.
              + "((?<!^00.{53})-[!-~]{1,200})?");

  private static final Pattern MEMBER =
      Pattern.compile(
          "[a-z0-9][a-z0-9_*/-]{0,255}(@[a-z0-9][a-z0-9_*/-]{0,13})?"
              + "=[ -+\\x2d-<>-~]{0,255}[!-+\\x2d-<>-~]");

  /**
   * The context that two texts describe, or empty where the first is missing or malformed. As the
   * standard has it, a malformed state is dropped and a malformed parent takes the state with it.
   */
  public static Optional<TraceContext> of(
      Optional<String> traceparent, Optional<String> tracestate) {
    return traceparent
        .filter(parent -> PARENT.matcher(parent).matches())
        .map(parent -> new TraceContext(parent, tracestate.filter(TraceContext::isState)));
  }

  /** The whole trace's id, 32 hexadecimal digits. */
  public String traceId() {
    return traceparent.substring(3, 35);
  }

  private static boolean isState(String tracestate) {
    List<String> members =
        Arrays.stream(tracestate.split(",", -1))
            .map(String::strip)
            .filter(member -> !member.isEmpty())
            .toList();
    return tracestate.length() <= MAX_STATE_LENGTH
        && !members.isEmpty()
        && members.size() <= MAX_MEMBERS
        && members.stream().allMatch(member -> MEMBER.matcher(member).matches());
  }
}
