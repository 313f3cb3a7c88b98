package io.labelstream.registry;

import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far the changes of models are: what is being loaded, and what has failed. For one thread. */
final class ChangeProgress {

  private final Map<Role, String> loading = new EnumMap<>(Role.class);
  private final Map<Role, LoadFailure> failures = new EnumMap<>(Role.class);

  /** A model is being loaded, by its key. */
  void begun(Role role, String key) {
    loading.put(role, key);
  }

  /** What was begun has come to an end, whichever. */
  void ended(Role role) {
    loading.remove(role);
  }

  /** What was begun has failed; returns why, and when it is due again. */
  LoadFailure failed(Role role, String key, Throwable cause, long nowMillis) {
    LoadFailure failure = LoadFailure.after(failures.get(role), key, cause, nowMillis);
    failures.put(role, failure);
    return failure;
  }

  /** Keeps a failure, whatever has been done in its place. */
  void failed(Role role, LoadFailure failure) {
    failures.put(role, failure);
  }

  Optional<LoadFailure> failure(Role role) {
    return Optional.ofNullable(failures.get(role));
  }

  /** Whether a model has not failed here, or long enough ago to be tried again. */
  boolean isDue(Role role, String key, long nowMillis) {
    LoadFailure failure = failures.get(role);
    return failure == null || !failure.key().equals(key) || failure.isDue(nowMillis);
  }

  /** Returns whether there was one. */
  boolean forgetFailure(Role role) {
    return failures.remove(role) != null;
  }

  void forgetFailures() {
    failures.clear();
  }

  /** The whole of it in words for everybody, beside what is in force. */
  ModelsStatus status(TaskPlace place, Instant now, Map<Role, InForce> inForce) {
    Map<String, ModelsStatus.Running> running = new HashMap<>();
    Map<String, String> beingLoaded = new HashMap<>();
    Map<String, ModelsStatus.Failed> failed = new HashMap<>();
    inForce.forEach(
        (role, one) ->
            running.put(role.key(), new ModelsStatus.Running(one.model().id(), one.share())));
    loading.forEach((role, key) -> beingLoaded.put(role.key(), name(key)));
    failures.forEach(
        (role, failure) ->
            failed.put(role.key(), new ModelsStatus.Failed(name(failure.key()), failure.reason())));
    return new ModelsStatus(
        place.taskManager(), place.job(), now.toString(), running, beingLoaded, failed);
  }

  private static String name(String key) {
    return key.equals(InForce.OTHERWISE) ? "the setting 'model'" : key;
  }
}
