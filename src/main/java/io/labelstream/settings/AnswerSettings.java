package io.labelstream.settings;

import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.number;

import java.time.Duration;

/** How the facade waits for answers, and keeps them. */
public final class AnswerSettings {

  /** Below the 10 s after which the vendor's own client gives a call up. */
  public static final Setting<Duration> ANSWER_TIMEOUT =
      new Setting<>(
          "answer-timeout=8s",
          duration(),
          "how long a classification may take before it is answered with 504");

  public static final Setting<Integer> MAX_PENDING =
      new Setting<>(
          "max-pending=1000",
          number(1),
          "classifications that may wait for the job before others get 503");
  public static final Setting<Integer> KEPT_ANSWERS =
      new Setting<>(
          "kept-answers=100000",
          number(0),
          "answers that are kept, by content and model, to be given again");

  private AnswerSettings() {}
}
