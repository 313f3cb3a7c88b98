package io.labelstream.tools.cli;

import io.labelstream.serve.SettingsInHelp;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Its further options are the job's settings. */
@Command(
    name = "submit",
    description = {
      "Submits the job by Flink's own command line, and returns when it runs.",
      "One that runs is upgraded: stopped with a savepoint, from which the new one goes on; after"
          + " one that has ended, it goes on from what that one has left.",
      "Further options are settings of the job, such as --delivery-guarantee exactly-once."
    },
    mixinStandardHelpOptions = true,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ClusterSubmitCommand implements Callable<Integer> {

  @ParentCommand private ClusterCommand parent;

  @Spec private CommandSpec spec;

  @Option(
      names = "--from-savepoint",
      paramLabel = "URI",
      defaultValue = "",
      description = "A savepoint or checkpoint to start from, whatever runs")
  private String savepoint;

  @Option(
      names = "--alter-topics",
      description =
          "Gives topics that are there the partitions and the limit that the settings want; without"
              + " it they stay as they are")
  private boolean alterTopics;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(parent.cluster().submit(settings, savepoint, alterTopics));
    out.flush();
    return 0;
  }
}
