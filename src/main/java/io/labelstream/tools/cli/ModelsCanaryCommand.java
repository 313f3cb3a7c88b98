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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "canary",
    description = "Lets a model answer a share of the requests, chosen by their ids.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ModelsCanaryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "As publish prints it")
  private String id;

  @Option(
      names = "--share",
      paramLabel = "S",
      required = true,
      description = "0 to 1, such as 0.05")
  private double share;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    RoleChange.of(spec, settings).assign(Role.CANARY, id, share);
    return 0;
  }
}
