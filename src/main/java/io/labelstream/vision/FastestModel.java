package io.labelstream.vision;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several models that give the same answers is the fastest on this machine, found out once
 * per JVM. Whoever asks has the lock of {@link SharedModel}.
 */
final class FastestModel {

  private static final Logger LOG = LoggerFactory.getLogger(FastestModel.class);

  private static final Map<List<ModelChoice>, ModelChoice> FASTEST = new HashMap<>();

  private FastestModel() {}

  /** The one of those that were timed, if they were. */
  static Optional<ModelChoice> known(List<ModelChoice> choices) {
    return Optional.ofNullable(FASTEST.get(choices));
  }

  /**
   * Loads and times them all, keeps the fastest and closes the others.
   *
   * @throws IOException if the first of them is missing or damaged
   */
  static SharedModel acquire(List<ModelChoice> choices) throws IOException {
    List<SharedModel> candidates = new ArrayList<>();
    try {
      List<ModelChoice> loaded = new ArrayList<>();
      for (ModelChoice choice : choices) {
        try {
          candidates.add(SharedModel.hold(choice));
          loaded.add(choice);
        } catch (IOException | RuntimeException | LinkageError e) {
          // An engine that a machine cannot run is none to choose there, the reference excepted.
          if (candidates.isEmpty()) {
            throw e;
          }
          LOG.warn("Not trying {}: {}", choice.manifest().id(), e.toString());
        }
      }
      ModelChoice decided = loaded.size() == 1 ? loaded.get(0) : fastest(loaded, candidates);
      LOG.info("Running {}, since {}", decided.manifest().id(), decided.reason());
      FASTEST.put(choices, decided);
      SharedModel shared = SharedModel.hold(decided);
      shared.tried();
      return shared;
    } finally {
      candidates.forEach(candidate -> candidate.release(Duration.ZERO));
    }
  }

  private static ModelChoice fastest(List<ModelChoice> choices, List<SharedModel> candidates) {
    SpeedTrial trial = EngineTrial.of(candidates);
    ModelChoice fastest = choices.get(trial.fastest());
    return new ModelChoice(
        fastest.directory(),
        fastest.manifest(),
        fastest.reason() + ", and " + EngineTrial.describe(trial, candidates));
  }
}
