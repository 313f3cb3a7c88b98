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
    name = "use",
    description = "Lets a model answer all requests but those of the canary.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ModelsUseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "As publish prints it")
  private String id;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    RoleChange.of(spec, settings).assign(Role.PRIMARY, id, 1);
    return 0;
  }
}
