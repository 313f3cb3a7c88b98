package io.labelstream.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.serve.Program;
import io.labelstream.serve.Version;
import io.labelstream.settings.JobSettings.Optimization;
import io.labelstream.tools.cli.Progress;
import io.labelstream.vision.Precision;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The measurements, each a command. */
@Command(
    name = "labelstream-bench",
    description = {
      "Measures on this machine. Each figure is a ratio of things that take turns within the run,"
          + " the median over the rounds; rates and times are for context only.",
      "Do nothing else on the machine meanwhile."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Benchmarks implements Runnable {

  @Spec private CommandSpec spec;

  private Benchmarks() {}

  /** Runs a measurement and exits: 0 on success, 1 on failure, 2 for a usage error. */
  public static void main(String[] arguments) {
    Program.main(Benchmarks.class, Map.of(), arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  @Command(
      name = "model",
      description = "The model alone: precision, tasks, threads, batches, and a matrix product.",
      mixinStandardHelpOptions = true)
  int model(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new ModelBench(options.model(), options.source(), options.rounds(), options.sliceNanos()));
  }

  @Command(
      name = "decode",
      description = "Encoded bytes to a tensor, by format and size, against one int8 inference.",
      mixinStandardHelpOptions = true)
  int decode(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new DecodeBench(
            options.model(), options.shippedPhotographs(), options.rounds(), options.sliceNanos()));
  }

  @Command(
      name = "pipeline",
      description = "Kafka to Flink to Kafka against a bare loop, and answer times under load.",
      mixinStandardHelpOptions = true)
  int pipeline(@Mixin BenchOptions options, @Mixin PrecisionOption precision) throws Exception {
    return measure(
        options,
        new PipelineBench(
            options.model(),
            options.photographs(),
            precision.precisions(),
            options.rounds(),
            options.sliceNanos()));
  }

  @Command(
      name = "spread",
      description = "A feed whose records are mostly in one partition beside an even one.",
      mixinStandardHelpOptions = true)
  int spread(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new SpreadBench(
            options.model(),
            options.photographs(),
            Runtime.getRuntime().availableProcessors(),
            options.rounds(),
            options.sliceNanos()));
  }

  @Command(
      name = "batches",
      description = "Up to four photographs of a backlog at a time beside one at a time.",
      mixinStandardHelpOptions = true)
  int batches(@Mixin BenchOptions options, @Mixin PrecisionOption precision) throws Exception {
    return measure(
        options,
        new BatchesBench(
            options.model(),
            options.photographs(),
            precision.precisions(),
            Runtime.getRuntime().availableProcessors(),
            options.rounds(),
            options.sliceNanos()));
  }

  @Command(
      name = "feed",
      description = "A job while pages show its feed, and while nobody does.",
      mixinStandardHelpOptions = true)
  int feed(
      @Mixin BenchOptions options,
      @Option(
              names = "--pages",
              paramLabel = "N",
              defaultValue = "3",
              description = "How many pages show the feed (default: ${DEFAULT-VALUE})")
          int pages)
      throws Exception {
    return measure(
        options,
        new FeedBench(
            options.model(), options.photographs(), pages, options.rounds(), options.sliceNanos()));
  }

  @Command(
      name = "swap",
      description =
          "Answer times while the model is changed again and again, beside those without.",
      mixinStandardHelpOptions = true)
  int swap(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new SwapBench(
            options.model(),
            options.photographs(),
            Runtime.getRuntime().availableProcessors(),
            options.rounds(),
            options.sliceNanos()));
  }

  @Command(
      name = "shadow",
      description = "Answer times of one task with a shadow that sees all, beside those without.",
      mixinStandardHelpOptions = true)
  int shadow(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new ShadowBench(
            options.model(), options.photographs(), options.rounds(), options.sliceNanos()));
  }

  @Command(
      name = "peers",
      description = "ONNX Runtime on the same weights, and pixels as JSON as Crayfish sends them.",
      mixinStandardHelpOptions = true)
  int peers(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new PeersBench(
            options.model(), options.photographs(), options.rounds(), options.sliceNanos()));
  }

  @Command(
      name = "rest",
      description = "What the way through the facade adds to the model's own time.",
      mixinStandardHelpOptions = true)
  int rest(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        new RestBench(
            options.model(),
            Photographs.usual(options.shippedPhotographs()).get(0),
            options.rounds(),
            options.sliceNanos()));
  }

  @Command(
      name = "memory",
      description = "A TaskManager's resident memory over many photographs.",
      mixinStandardHelpOptions = true)
  int memory(
      @Mixin BenchOptions options,
      @Option(
              names = "--precision",
              paramLabel = "PRECISION",
              defaultValue = "int8",
              description = "fp32 or int8 (default: ${DEFAULT-VALUE})")
          Precision precision,
      @Option(
              names = "--optimize-for",
              paramLabel = "OPTIMIZATION",
              defaultValue = "latency",
              description = "latency or throughput (default: ${DEFAULT-VALUE})")
          Optimization optimization,
      @Option(
              names = "--count",
              paramLabel = "N",
              defaultValue = "20000",
              description = "How many photographs (default: ${DEFAULT-VALUE})")
          int count,
      @Option(
              names = "--tasks",
              paramLabel = "N",
              split = ",",
              description =
                  "How many tasks the TaskManager has; of several, such as 1,2,4, each is"
                      + " measured (default: one for each processor)")
          @Nullable List<Integer> tasks)
      throws Exception {
    List<Integer> each =
        tasks == null ? List.of(Runtime.getRuntime().availableProcessors()) : tasks;
    return measure(
        options,
        new MemoryBench(
            options.model(), options.photographs(), precision, optimization, each, count));
  }

  private int measure(BenchOptions options, Benchmark benchmark) throws Exception {
    Report report;
    try (Progress progress = new Progress("Measuring", benchmark.steps(), " turns")) {
      report = benchmark.run(progress::step);
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (options.format()) {
      case TABLE -> ReportTable.print(report, out);
      case JSON -> out.println(JsonMapper.builder().build().writeValueAsString(report));
    }
    out.flush();
    return 0;
  }
}
