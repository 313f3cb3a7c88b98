package io.labelstream.tools.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.RolloutReader;
import io.labelstream.rollout.WantedModels;
import io.labelstream.serve.SettingsInHelp;
import io.labelstream.serve.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "status",
    description = {
      "Prints which models shall run, and what each TaskManager runs, is loading or could not load.",
      "A TaskManager says so each minute; one that has ended without a word is there still."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ModelsStatusCommand implements Callable<Integer> {

  private static final String ROW = "%-36s  %-7s  %-8s  %-40s  %5s  %s%n";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, or json: one object (default: ${DEFAULT-VALUE})")
  private Format format;

  @Unmatched private List<String> settings = new ArrayList<>();

  private record Status(WantedModels wanted, List<ModelsStatus> taskManagers) {}

  @Override
  public Integer call() throws IOException {
    Status status;
    try (RolloutReader reader = ModelsAccess.reader(ModelsAccess.settings(settings))) {
      status = new Status(reader.wanted(), reader.statuses());
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case JSON -> out.println(JSON.writeValueAsString(status));
      case TABLE -> print(status, out);
    }
    out.flush();
    return 0;
  }

  private static void print(Status status, PrintWriter out) {
    out.printf(ROW, "TASKMANAGER", "ROLE", "STATE", "MODEL", "SHARE", "SAID");
    status
        .wanted()
        .assignments()
        .forEach(
            (role, one) ->
                out.printf(ROW, "", role.key(), "wanted", one.model(), share(one.share()), ""));
    for (ModelsStatus one : status.taskManagers()) {
      String name = one.taskManager();
      one.running()
          .forEach(
              (role, model) ->
                  out.printf(
                      ROW, name, role, "running", model.model(), share(model.share()), one.time()));
      one.loading()
          .forEach((role, model) -> out.printf(ROW, name, role, "loading", model, "", one.time()));
      one.failed()
          .forEach(
              (role, model) ->
                  out.printf(ROW, name, role, "failed", model.model(), "", model.reason()));
    }
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.3g", share);
  }
}
