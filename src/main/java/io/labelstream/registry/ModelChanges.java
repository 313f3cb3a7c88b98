package io.labelstream.registry;

import io.labelstream.event.Destination;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import io.labelstream.rollout.WantedModels;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the models in force those that are wanted, one at a time, so that beside them no more than
 * one is ever being loaded. One that cannot be had or loaded is told in the status and tried again,
 * ever less often; what runs goes on. For one thread.
 */
final class ModelChanges implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelChanges.class);

  /** Whoever reads the status can tell by this who is there still. */
  private static final Duration REPEAT_STATUS = Duration.ofMinutes(1);

  private final TaskPlace place;
  private final ModelsInForce inForce;
  private final ModelLoader loader;
  private final Reports reports;
  private final Destination shadowTopic;
  private final Clock clock;
  private final ChangeProgress progress = new ChangeProgress();
  private long statusMillis;

  /**
   * Changes of what is in force.
   *
   * @param reports is closed with this
   * @param shadowTopic where a shadow's answers go
   */
  ModelChanges(
      TaskPlace place,
      ModelsInForce inForce,
      ModelLoader loader,
      Reports reports,
      Destination shadowTopic,
      Clock clock) {
    this.place = place;
    this.inForce = inForce;
    this.loader = loader;
    this.reports = reports;
    this.shadowTopic = shadowTopic;
    this.clock = clock;
  }

  /**
   * Makes the primary the one that is wanted.
   *
   * @param before the key of the one that has answered here before, which goes on if that fails
   * @throws IOException if there is none then; the message says why
   */
  void makePrimary(WantedModels wanted, Optional<String> before) throws IOException {
    make(Role.PRIMARY, wanted);
    Optional<LoadFailure> failed = progress.failure(Role.PRIMARY);
    if (inForce.get(Role.PRIMARY).isPresent() || failed.isEmpty()) {
      return;
    }
    LoadFailure failure = failed.get();
    before
        .filter(key -> !key.equals(failure.key()))
        .ifPresent(key -> make(Role.PRIMARY, key, 1, () -> load(key)));
    if (inForce.get(Role.PRIMARY).isEmpty()) {
      throw new IOException(failure.reason());
    }
    progress.failed(Role.PRIMARY, failure);
    tell();
  }

  private ReadyModel load(String key) throws IOException {
    return key.equals(InForce.OTHERWISE) ? loader.otherwise() : loader.load(new ModelId(key));
  }

  /** Makes all of them what is wanted, as far as they can be had. */
  void make(WantedModels wanted) {
    for (Role role : Role.values()) {
      make(role, wanted);
    }
    if (clock.millis() - statusMillis >= REPEAT_STATUS.toMillis()) {
      tell();
    }
  }

  /** Does not wait any longer with what has failed: somebody may have mended it. */
  void tryAllAgain() {
    progress.forgetFailures();
  }

  private void make(Role role, WantedModels wanted) {
    Optional<Assignment> assignment = wanted.of(role);
    if (assignment.isPresent()) {
      Assignment now = assignment.get();
      make(role, now.model().text(), now.share(), () -> loader.load(now.model()));
    } else if (role == Role.PRIMARY) {
      make(role, InForce.OTHERWISE, 1, loader::otherwise);
    } else if (inForce.get(role).isPresent()) {
      attempt(role, inForce.get(role).get().key(), () -> remove(role));
    } else if (progress.forgetFailure(role)) {
      tell();
    }
  }

  @FunctionalInterface
  private interface Load {
    ReadyModel run() throws IOException;
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws IOException;
  }

  private void make(Role role, String key, double share, Load load) {
    if (inForce.get(role).filter(current -> current.is(key, share)).isPresent()) {
      if (progress.forgetFailure(role)) {
        tell();
      }
    } else if (progress.isDue(role, key, clock.millis())) {
      attempt(role, key, () -> put(role, key, share, load));
    }
  }

  /** Does what fails for whatever is wrong with a model, and says how it went. */
  private void attempt(Role role, String key, Attempt attempt) {
    progress.begun(role, key);
    tell();
    try {
      attempt.run();
      progress.forgetFailure(role);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      LoadFailure failure = progress.failed(role, key, e, clock.millis());
      LOG.warn("The {} stays as it is: {}", role.key(), failure.reason(), e);
    } finally {
      progress.ended(role);
    }
    tell();
  }

  private void remove(Role role) throws IOException {
    Map<Role, InForce> changed = inForce.all();
    changed.remove(role);
    inForce.change(changed);
    LOG.info("There is no {} any more", role.key());
  }

  private void put(Role role, String key, double share, Load load) throws IOException {
    Optional<ReadyModel> loaded = inForce.loaded(key);
    ReadyModel model = loaded.isPresent() ? loaded.get() : loadBeside(load);
    try {
      put(role, key, share, model);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      if (loaded.isEmpty()) {
        model.close();
      }
      throw e;
    }
    LOG.info("The {} is {} from now on, for {} of all requests", role.key(), model.id(), share);
  }

  /** Takes no core from answers; while there is nothing to answer with, nobody has to give way. */
  private ReadyModel loadBeside(Load load) throws IOException {
    return inForce.get(Role.PRIMARY).isPresent()
        ? Background.call("models-load", load::run)
        : load.run();
  }

  private void put(Role role, String key, double share, ReadyModel model) throws IOException {
    Optional<Shadow> shadow =
        role == Role.SHADOW
            ? Optional.of(Shadow.start(model, share, shadowTopic, reports, clock))
            : Optional.empty();
    try {
      Map<Role, InForce> changed = inForce.all();
      changed.put(role, new InForce(key, model, share, shadow));
      inForce.change(changed);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      shadow.ifPresent(Shadow::close);
      throw e;
    }
  }

  private void tell() {
    statusMillis = clock.millis();
    reports.tell(status());
  }

  private ModelsStatus status() {
    return progress.status(place, clock.instant(), inForce.all());
  }

  /** Gives the models back, and says that nothing runs here any more. */
  @Override
  public void close() {
    try {
      inForce.close();
    } finally {
      reports.forget(status());
      reports.close();
    }
  }
}
