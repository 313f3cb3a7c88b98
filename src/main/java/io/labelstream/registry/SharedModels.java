package io.labelstream.registry;

import io.labelstream.inference.ClassificationMetrics;
import java.io.IOException;
import java.io.InterruptedIOException;
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

  /**
   * Those that give back what they have, which the next ones of their place wait for: both would
   * have their models in memory, and report under the same key. Guarded by {@link #RUNNING}.
   */
  private static final Map<TaskPlace, RunningModels> ENDING = new HashMap<>();

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
   * @throws InterruptedIOException if the task is cancelled while it waits for that
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
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      shared.release(place);
      throw e;
    }
  }

  private static SharedModels hold(TaskPlace place, Function<Optional<String>, RunningModels> start)
      throws InterruptedIOException {
    while (true) {
      RunningModels ending;
      synchronized (RUNNING) {
        @Nullable SharedModels known = RUNNING.get(place);
        if (known != null && known.models.hasFailed()) {
          // A task that is started again must not meet what the others have not given back yet.
          known.end(place);
          known = null;
        }
        ending = ENDING.get(place);
        if (known != null || ending == null) {
          SharedModels shared = known == null ? begin(place, start) : known;
          shared.users++;
          return shared;
        }
      }
      // Not while others wait: a load that is under way has to end first.
      ending.awaitEnd();
      forget(place, ending);
    }
  }

  private static SharedModels begin(
      TaskPlace place, Function<Optional<String>, RunningModels> start) {
    SharedModels shared = new SharedModels(start.apply(Optional.ofNullable(BEFORE.get(place))));
    RUNNING.put(place, shared);
    return shared;
  }

  /** Lets no task have them any more; for who has the lock. */
  private void end(TaskPlace place) {
    if (RUNNING.remove(place, this)) {
      ENDING.put(place, models);
    }
  }

  private static void forget(TaskPlace place, RunningModels ended) {
    synchronized (RUNNING) {
      ENDING.remove(place, ended);
    }
  }

  private void release(TaskPlace place) {
    synchronized (RUNNING) {
      if (--users > 0) {
        return;
      }
      end(place);
      models.primary().ifPresent(primary -> BEFORE.put(place, primary));
    }
    if (models.close()) {
      forget(place, models);
    }
  }
}
