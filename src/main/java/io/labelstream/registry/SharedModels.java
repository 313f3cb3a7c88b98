package io.labelstream.registry;

import io.labelstream.inference.ClassificationMetrics;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models of each job on a TaskManager, once for all of its tasks. */
final class SharedModels {

  /** Guarded by itself. Static because sharing across the tasks of a JVM is its purpose. */
  private static final Map<TaskPlace, SharedModels> RUNNING = new HashMap<>();

  /**
   * The primaries of those that run no more, by which a job that is started again does not depend
   * on a model that has never run; guarded by {@link #RUNNING}.
   */
  private static final Map<TaskPlace, String> BEFORE = new HashMap<>();

  private final RunningModels models;
  private int users;

  private SharedModels(RunningModels models) {
    this.models = models;
  }

  /**
   * Gives a task its models, which the first one starts and the last one ends.
   *
   * @param start takes the key of the primary before, if there was one
   * @throws IOException if there is none to answer with; the message says what to do
   */
  static TaskModels open(
      TaskPlace place,
      Function<Optional<String>, RunningModels> start,
      int reuseAnswers,
      ClassificationMetrics metrics)
      throws IOException {
    SharedModels shared = hold(place, start);
    try {
      return shared.models.open(reuseAnswers, metrics, () -> shared.release(place));
    } catch (IOException | RuntimeException e) {
      shared.release(place);
      throw e;
    }
  }

  private static SharedModels hold(
      TaskPlace place, Function<Optional<String>, RunningModels> start) {
    synchronized (RUNNING) {
      @Nullable SharedModels known = RUNNING.get(place);
      // A task that is started again must not meet what the others have not given back yet.
      SharedModels shared =
          known == null || known.models.hasFailed()
              ? new SharedModels(start.apply(Optional.ofNullable(BEFORE.get(place))))
              : known;
      RUNNING.put(place, shared);
      shared.users++;
      return shared;
    }
  }

  private void release(TaskPlace place) {
    synchronized (RUNNING) {
      if (--users > 0) {
        return;
      }
      RUNNING.remove(place, this);
      models.primary().ifPresent(primary -> BEFORE.put(place, primary));
    }
    // Not while others wait: a load that is under way has to end first.
    models.close();
  }
}
