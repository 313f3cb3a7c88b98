package io.labelstream.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.serve.Program;
import io.labelstream.serve.Version;
import io.labelstream.tools.cli.Progress;
import io.labelstream.vision.Precision;
import java.io.PrintWriter;
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
        ModelBench.slices(options.rounds()),
        eachDone ->
            ModelBench.run(
                options.model(),
                options.source(),
                options.rounds(),
                options.sliceNanos(),
                eachDone));
  }

  @Command(
      name = "decode",
      description = "Encoded bytes to a tensor, by format and size, against one int8 inference.",
      mixinStandardHelpOptions = true)
  int decode(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        DecodeBench.slices(options.rounds()),
        eachDone ->
            DecodeBench.run(
                options.model(),
                options.shippedPhotographs(),
                options.rounds(),
                options.sliceNanos(),
                eachDone));
  }

  @Command(
      name = "pipeline",
      description = "Kafka to Flink to Kafka against a bare loop, and answer times under load.",
      mixinStandardHelpOptions = true)
  int pipeline(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        PipelineBench.slices(options.rounds()),
        eachDone ->
            PipelineBench.run(
                options.model(),
                options.photographs(),
                options.rounds(),
                options.sliceNanos(),
                eachDone));
  }

  @Command(
      name = "peers",
      description = "ONNX Runtime on the same weights, and pixels as JSON as Crayfish sends them.",
      mixinStandardHelpOptions = true)
  int peers(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        PeersBench.slices(options.rounds()),
        eachDone ->
            PeersBench.run(
                options.model(),
                options.source(),
                options.photographs(),
                options.rounds(),
                options.sliceNanos(),
                eachDone));
  }

  @Command(
      name = "rest",
      description = "What the way through the facade adds to the model's own time.",
      mixinStandardHelpOptions = true)
  int rest(@Mixin BenchOptions options) throws Exception {
    return measure(
        options,
        RestBench.slices(options.rounds()),
        eachDone ->
            RestBench.run(
                options.model(),
                Photographs.usual(options.shippedPhotographs()).get(0),
                options.rounds(),
                options.sliceNanos(),
                eachDone));
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
              names = "--count",
              paramLabel = "N",
              defaultValue = "20000",
              description = "How many photographs (default: ${DEFAULT-VALUE})")
          int count,
      @Option(
              names = "--tasks",
              paramLabel = "N",
              description = "How many tasks the TaskManager has (default: one for each processor)")
          @Nullable Integer tasks)
      throws Exception {
    int all = tasks == null ? Runtime.getRuntime().availableProcessors() : tasks;
    return measure(
        options,
        MemoryBench.steps(count),
        eachDone ->
            MemoryBench.run(
                options.model(), options.photographs(), precision, all, count, eachDone));
  }

  private interface Measurement {
    Report run(Runnable eachDone) throws Exception;
  }

  private int measure(BenchOptions options, long steps, Measurement measurement) throws Exception {
    Report report;
    try (Progress progress = new Progress("Measuring", steps, " turns")) {
      report = measurement.run(progress::step);
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
