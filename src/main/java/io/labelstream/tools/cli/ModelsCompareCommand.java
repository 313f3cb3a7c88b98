package io.labelstream.tools.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.kafka.WholeTopic;
import io.labelstream.serve.Version;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "compare",
    description = {
      "Joins the answers with what a shadow makes of the same requests, as far as both topics still"
          + " have them: how often the main labels agree, and where they do not.",
      "Each pair of labels comes with up to five requests, by their positions in the requests topic."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ModelsCompareCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
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

  @Override
  public Integer call() throws IOException {
    Settings job = ModelsAccess.settings(settings);
    ModelComparison comparison = new ModelComparison();
    try (Consumer<byte[], byte[]> consumer = ModelsAccess.consumer(job)) {
      WholeTopic.read(consumer, job.get(RolloutSettings.SHADOW_TOPIC), PATIENCE, comparison::shadow);
      WholeTopic.read(consumer, job.get(TopicSettings.RESULTS_TOPIC), PATIENCE, comparison::answer);
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case JSON -> out.println(JSON.writeValueAsString(comparison.report()));
      case TABLE -> print(comparison.report(), out);
    }
    out.flush();
    return 0;
  }

  private static void print(ModelComparison.Report report, PrintWriter out) {
    for (ModelComparison.Verdict verdict : report.verdicts()) {
      out.printf(
          Locale.ROOT,
          "%s, with %s as its shadow: %,d requests, %,d agree (%.2f %%)%n",
          verdict.model(),
          verdict.shadow(),
          verdict.compared(),
          verdict.agreed(),
          100 * verdict.agreement());
      verdict.pairs().forEach(pair -> print(pair, out));
    }
    out.printf("%,d of the shadow's without an answer to compare%n", report.unmatched());
  }

  private static void print(ModelComparison.Pair pair, PrintWriter out) {
    List<String> examples = pair.examples();
    out.printf(
        "%7d  %-32s %-32s  %s%n",
        pair.count(), pair.label(), pair.shadowLabel(), String.join(" ", examples));
  }
}
