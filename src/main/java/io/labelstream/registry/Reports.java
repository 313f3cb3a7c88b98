package io.labelstream.registry;

import io.labelstream.event.AnswerRecord;
import io.labelstream.rollout.ModelsStatus;

/**
 * What a TaskManager sends beside answers. Nothing depends on whether that comes to pass.
 * Thread-safe.
 */
interface Reports extends AutoCloseable {

  /** Says what the TaskManager runs. */
  void tell(ModelsStatus status);

  /** Says that the TaskManager runs nothing of the job any more. */
  void forget(ModelsStatus last);

  /** Sends what a shadow makes of a request. */
  void send(AnswerRecord answer);

  @Override
  void close();
}
