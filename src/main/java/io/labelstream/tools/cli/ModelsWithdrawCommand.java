package io.labelstream.tools.cli;

import io.labelstream.rollout.Role;
import io.labelstream.serve.SettingsInHelp;
import io.labelstream.serve.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "withdraw",
    description = {
      "Takes a role from the model that has it.",
      "Without a primary, the model of the job's setting 'model' answers."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ModelsWithdrawCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ROLE", description = "canary, shadow or primary")
  private Role role;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    RoleChange.of(spec, settings).withdraw(role);
    return 0;
  }
}
