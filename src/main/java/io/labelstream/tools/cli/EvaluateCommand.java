package io.labelstream.tools.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.serve.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = {
      "Measures accuracy and rate on labelled photographs, named <WordNet id>_….JPEG.",
      "Prints one JSON object: n, top1, top5, failures, photosPerSecond, expectedCalibrationError"
          + " (in 15 bins), accuracyAt80 and accuracyAt90 (top-1 of the surest 80 and 90 percent of"
          + " what was answered).",
      "Exits with 1 if any failed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder with the photographs")
  private Path directory;

  @Mixin private FeedOptions feedOptions;

  @Override
  public Integer call() throws IOException {
    ImageNetClasses classes = ImageNetClasses.load();
    List<Photograph> photographs = PhotographFinder.find(List.of(directory.toString()));
    List<String> expected = new ArrayList<>();
    for (Photograph photograph : photographs) {
      expected.add(classes.labelOf(photograph));
    }
    Score score = new Score(expected);
    double seconds;
    try (Feed feed = FeedClients.connect(feedOptions.target());
        Progress progress = new Progress("Evaluating", photographs.size())) {
      long start = System.nanoTime();
      feed.run(
          photographs,
          LabelOptions.DEFAULT,
          feedOptions.pace(),
          result -> {
            score.add(result);
            progress.step();
          });
      seconds = (System.nanoTime() - start) / 1e9;
    }
    PrintWriter err = spec.commandLine().getErr();
    score.failures.forEach(
        failure ->
            err.printf(
                "%s: %s%n", failure.photograph().name(), String.join("; ", failure.errors())));
    err.flush();
    spec.commandLine()
        .getOut()
        .println(JsonMapper.builder().build().writeValueAsString(score.summary(seconds)));
    return score.failures.isEmpty() ? 0 : 1;
  }

  /** Counts hits; results come in the order of the photographs. */
  private static final class Score {

    private final List<String> expected;
    private final List<Feed.Result> failures = new ArrayList<>();
    private final Confidences confidences = new Confidences();
    private int seen;
    private int top1;
    private int top5;

    Score(List<String> expected) {
      this.expected = expected;
    }

    void add(Feed.Result result) {
      String label = expected.get(seen++);
      result
          .answer()
          .flatMap(answer -> answer.response())
          .ifPresentOrElse(response -> count(response, label), () -> failures.add(result));
    }

    private void count(IdentifyResponse response, String label) {
      boolean first = response.mainLabel().equals(label);
      boolean later =
          response.secondaryLabels().stream().anyMatch(one -> one.label().equals(label));
      confidences.add(response.mainScore(), first);
      top1 += first ? 1 : 0;
      top5 += first || later ? 1 : 0;
    }

    /** Failed photographs count as misses, but have no score that could be right or wrong. */
    Map<String, Object> summary(double seconds) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("n", seen);
      summary.put("top1", round(top1 / (double) seen));
      summary.put("top5", round(top5 / (double) seen));
      summary.put("failures", failures.size());
      summary.put("photosPerSecond", round(seen / seconds));
      if (!confidences.isEmpty()) {
        summary.put("expectedCalibrationError", round(confidences.expectedCalibrationError()));
        summary.put("accuracyAt80", round(confidences.accuracyAtCoverage(80)));
        summary.put("accuracyAt90", round(confidences.accuracyAtCoverage(90)));
      }
      return summary;
    }

    private static double round(double value) {
      return Math.round(value * 1e4) / 1e4;
    }
  }
}
