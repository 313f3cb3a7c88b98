package io.labelstream.registry;

import io.labelstream.rollout.WantedModels;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The topic that says which models shall run, as one reader sees it. For one thread. */
interface ControlTopic extends AutoCloseable {

  /** Opens it at its beginning. */
  @FunctionalInterface
  interface Opener {
    ControlTopic open();
  }

  /**
   * What it says at this moment.
   *
   * @throws IOException if it cannot be read; the message says what to do
   */
  WantedModels read() throws IOException;

  /** What it says now, if it has said anything within a time. */
  Optional<WantedModels> poll(Duration timeout);

  @Override
  void close();
}
