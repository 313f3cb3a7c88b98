package io.labelstream.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request stands.
 *
 * @param topic whose name has no slash
 * @param partition from 0 on
 * @param offset within the partition, from 0 on
 */
public record RequestPosition(String topic, int partition, long offset) {

  private static final Pattern TEXT = Pattern.compile("([^/]+)/([0-9]{1,9})/([0-9]{1,18})");

  /** Reads {@code <topic>/<partition>/<offset>}; empty for anything else. */
  static Optional<RequestPosition> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new RequestPosition(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
