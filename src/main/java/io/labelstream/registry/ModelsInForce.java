package io.labelstream.registry;

import io.labelstream.rollout.Role;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The loaded models of a job on one TaskManager, by their roles, and the tasks that answer with
 * them. Changed by one thread; tasks come and go at any time.
 */
final class ModelsInForce {

  /** Guarded by this, as far as others than the changing thread look at it. */
  private final Map<Role, InForce> models = new EnumMap<>(Role.class);

  /** Guarded by this. */
  private final Set<SwitchedModels> tasks = new LinkedHashSet<>();

  Optional<InForce> get(Role role) {
    return Optional.ofNullable(models.get(role));
  }

  /** The model of a key in whatever role, if it is loaded. */
  Optional<ReadyModel> loaded(String key) {
    return models.values().stream()
        .filter(one -> one.key().equals(key))
        .map(InForce::model)
        .findFirst();
  }

  /** The key of the primary, for whichever thread. */
  synchronized Optional<String> primary() {
    return get(Role.PRIMARY).map(InForce::key);
  }

  /** A copy of all of them. */
  Map<Role, InForce> all() {
    return new EnumMap<>(models);
  }

  /** Gives a task what is in force, and from then on what is new. */
  synchronized void add(SwitchedModels task) throws IOException {
    task.take(task.prepare(models));
    tasks.add(task);
  }

  synchronized void remove(SwitchedModels task) {
    tasks.remove(task);
    task.closeAll();
  }

  /**
   * Gives all tasks what is new, or none of them if one cannot have it; closes what is old.
   *
   * @param changed all models, of which one is a primary
   * @throws IOException if a task cannot have one of them
   */
  void change(Map<Role, InForce> changed) throws IOException {
    Map<Role, InForce> before = all();
    synchronized (this) {
      Map<SwitchedModels, SwitchedModels.Choice> prepared = new HashMap<>();
      try {
        for (SwitchedModels task : tasks) {
          prepared.put(task, task.prepare(changed));
        }
      } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
        prepared.forEach(SwitchedModels::drop);
        throw e;
      }
      prepared.forEach(SwitchedModels::take);
      models.clear();
      models.putAll(changed);
    }
    close(before, changed);
  }

  /** Closes all of them; tasks that are left go on with their own classifiers. */
  void close() {
    Map<Role, InForce> before = all();
    synchronized (this) {
      models.clear();
    }
    close(before, Map.of());
  }

  private static void close(Map<Role, InForce> before, Map<Role, InForce> kept) {
    Set<Shadow> shadows = new LinkedHashSet<>();
    Set<ReadyModel> unneeded = new LinkedHashSet<>();
    for (InForce old : before.values()) {
      unneeded.add(old.model());
      old.shadow().ifPresent(shadows::add);
    }
    for (InForce now : kept.values()) {
      unneeded.remove(now.model());
      now.shadow().ifPresent(shadows::remove);
    }
    shadows.forEach(Shadow::close);
    unneeded.forEach(ReadyModel::close);
  }
}
