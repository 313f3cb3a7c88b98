package io.labelstream.tools.cli;

import io.labelstream.registry.ModelRegistry;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsClient;
import io.labelstream.rollout.Role;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Says on the control topic which model has a role.
 *
 * @param spec of the command that does it
 * @param job the job's settings
 */
record RoleChange(CommandSpec spec, Settings job) {

  static RoleChange of(CommandSpec spec, List<String> flags) {
    return new RoleChange(spec, ModelsAccess.settings(flags));
  }

  /**
   * Gives a role to a model, which has to be in the registry if the settings name one.
   *
   * @throws IOException if it is not there, or nothing can be said on the topic
   */
  void assign(Role role, String id, double share) throws IOException {
    Assignment assignment = assignment(id, share);
    Optional<ModelRegistry> registry = ModelsAccess.registry(job);
    if (registry.isPresent()) {
      registry.get().check(assignment.model());
    }
    try (ModelsClient client = ModelsAccess.client(job)) {
      client.assign(role, assignment);
    }
    tell("the " + role.key() + " is " + id);
  }

  /**
   * Takes a role from whatever model has it.
   *
   * @throws IOException if nothing can be said on the topic
   */
  void withdraw(Role role) throws IOException {
    try (ModelsClient client = ModelsAccess.client(job)) {
      client.takeBack(role);
    }
    tell("there is no " + role.key());
  }

  private Assignment assignment(String id, double share) {
    try {
      return new Assignment(new ModelId(id), share);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void tell(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "%s says that %s; 'models status' shows what comes of it%n",
        job.get(RolloutSettings.MODELS_TOPIC), what);
    err.flush();
  }
}
