package io.labelstream.tools.cli;

import io.labelstream.event.LabelOptions;
import io.labelstream.serve.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "classify",
    description = {
      "Publishes photographs as a feed, awaits the answers and prints one line each, in order.",
      "Exits with 1 if any photograph failed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class ClassifyCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    JSONL
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR|GLOB|URI",
      description =
          "Photographs; of a folder, all .jpg, .jpeg, .png and .webp; a URI is read by the job")
  private List<String> names;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, or jsonl: one JSON object a line (default: ${DEFAULT-VALUE})")
  private Format format;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many labels, 1 to 1000 (default: ${DEFAULT-VALUE})")
  private int topK;

  @Option(
      names = "--min-score",
      paramLabel = "P",
      defaultValue = "0",
      description = "The least score of the further labels, 0 to 1 (default: ${DEFAULT-VALUE})")
  private double minScore;

  @Option(
      names = "--floor",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "The least score of the first label, 0 to 1; below it a photograph counts as failed"
              + " (default: ${DEFAULT-VALUE})")
  private double floor;

  @Mixin private FeedOptions feedOptions;

  @Override
  public Integer call() throws IOException {
    LabelOptions labels = labels();
    List<Photograph> photographs = PhotographFinder.find(names);
    List<Feed.Result> failed = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    ResultFormat lines = format == Format.JSONL ? new JsonLines() : new ResultTable(photographs);
    try (Feed feed = FeedClients.connect(feedOptions.target());
        Progress progress = new Progress("Classifying", photographs.size())) {
      lines.header().ifPresent(header -> progress.print(out, header));
      feed.run(
          photographs,
          labels,
          feedOptions.pace(),
          result -> {
            progress.print(out, lines.line(result));
            progress.step();
            if (!result.errors().isEmpty()) {
              failed.add(result);
            }
          });
    }
    if (!failed.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%n%d of %d failed:%n", failed.size(), photographs.size());
      failed.forEach(
          result ->
              err.printf(
                  "  %s: %s%n", result.photograph().name(), String.join("; ", result.errors())));
      err.flush();
    }
    return failed.isEmpty() ? 0 : 1;
  }

  private LabelOptions labels() {
    try {
      return new LabelOptions(topK, minScore, floor);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
