package io.labelstream.tools.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.kafka.ReadingConsumers;
import io.labelstream.serve.SettingsInHelp;
import io.labelstream.serve.Version;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.verdict.ComparedTopics;
import io.labelstream.verdict.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "compare",
    description = {
      "Joins the answers with what a shadow makes of the same requests, as far as both topics still"
          + " have them: how often the main labels agree, where they do not, and how long both"
          + " models took.",
      "Each pair of labels comes with up to five requests, by their positions in the requests"
          + " topic; times are medians and 99th percentiles."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    modelTransformer = SettingsInHelp.OfJob.class)
final class ModelsCompareCommand implements Callable<Integer> {

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

  @Option(
      names = "--newest",
      paramLabel = "N",
      defaultValue = "200000",
      description = {
        "how many of the shadow's records, the newest, wait in memory for their answers; what is"
            + " left out is said (default: ${DEFAULT-VALUE})"
      })
  private long newest;

  @Unmatched private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (newest < 1) {
      throw new ParameterException(spec.commandLine(), "--newest must be at least 1");
    }
    Settings job = ModelsAccess.settings(settings);
    Report report;
    Consumer<byte[], byte[]> consumer = ModelsAccess.consumer(job);
    try {
      report = new ComparedTopics(newest, Long.MAX_VALUE, Integer.MAX_VALUE).read(consumer, job);
    } finally {
      ReadingConsumers.close(consumer);
    }
    String results = job.get(TopicSettings.RESULTS_TOPIC);
    if (report.missingTopics().contains(results)) {
      throw new IOException("there is no topic " + results);
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case JSON -> out.println(JSON.writeValueAsString(report));
      case TABLE -> new ComparisonTable(out).print(report);
    }
    out.flush();
    return 0;
  }
}
