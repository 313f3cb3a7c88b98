package io.labelstream.tools.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that publishes photographs and awaits their answers. */
final class FeedOptions {

  @Mixin private TopicOptions topics;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "32",
      description = "Photographs that wait for an answer at the most (default: ${DEFAULT-VALUE})")
  private int inFlight;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long to go on without any answer before the rest is given up"
              + " (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds;

  Feed.Target target() {
    return topics.target();
  }

  Feed.Pace pace() {
    return new Feed.Pace(Math.max(1, inFlight), Duration.ofSeconds(Math.max(1, timeoutSeconds)));
  }
}
