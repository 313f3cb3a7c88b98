package io.labelstream.tools.cli;

import io.labelstream.rollout.ModelId;
import io.labelstream.serve.SettingsInHelp;
import io.labelstream.serve.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "publish",
    description = "Copies a compiled model into the registry and prints its id.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ModelsPublishCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A compiled model, with its precision")
  private Path directory;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    ModelId model = ModelsAccess.namedRegistry(ModelsAccess.settings(settings)).publish(directory);
    PrintWriter out = spec.commandLine().getOut();
    out.println(model);
    out.flush();
    return 0;
  }
}
