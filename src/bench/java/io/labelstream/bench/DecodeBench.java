package io.labelstream.bench;

import io.labelstream.image.ImageLimits;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelClassifierFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to decode a photograph, from its bytes to a model's tensor, against one inference
 * in int8: all in one thread.
 *
 * @param model a compiled model's directory without its precision
 * @param photographs a directory of photographs, from which the images are made
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record DecodeBench(Path model, Path photographs, int rounds, long sliceNanos) implements Benchmark {

  private static final String INFERENCE = "int8 inference, one thread";

  @Override
  public Report run(Runnable eachDone) throws Exception {
    // The classifier comes first: opening it configures the native libraries.
    try (Classifier classifier =
        new ModelClassifierFactory(model.toString(), PrecisionChoice.INT8, EngineChoice.TENSORFLOW)
            .open()) {
      InputSpec input = classifier.manifest().input();
      ImageTensor tensor = new ImageTensor(input.size());
      ImageDecoder decoder = new ImageDecoder(input, ImageLimits.DEFAULT);
      List<Sample> samples = samples(photographs);
      List<Workload> workloads = new ArrayList<>();
      workloads.add(new Repeated(INFERENCE, () -> classifier.probabilities(tensor)));
      for (Sample sample : samples) {
        workloads.add(new Repeated(sample.name(), () -> decoder.decode(sample.encoded(), tensor)));
      }
      return report(samples, Rounds.run(workloads, rounds, sliceNanos, eachDone));
    }
  }

  @Override
  public long steps() {
    int images = SampleFormat.values().length * SampleSize.values().length;
    return Rounds.slices(1 + images, rounds);
  }

  private static List<Sample> samples(Path photographs) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (SampleSize size : SampleSize.values()) {
      try (Mosaic mosaic = Mosaic.of(photographs, size)) {
        for (SampleFormat format : SampleFormat.values()) {
          samples.add(new Sample(format, size, mosaic.encode(format)));
        }
      }
    }
    return samples;
  }

  private static Report report(List<Sample> samples, Rounds rounds) {
    List<Double> inferences = rounds.of(INFERENCE);
    Report.Builder report = new Report.Builder();
    List<List<String>> rows = new ArrayList<>();
    for (Sample sample : samples) {
      List<Double> decodes = rounds.of(sample.name());
      // Rates, so that the quotient of the times is this way round.
      Ratio ratio = Ratio.of(inferences, decodes);
      switch (sample.format()) {
        case JPEG -> report.ratio("decode_" + sample.size().id() + "_over_inference", ratio);
        case PROGRESSIVE_JPEG ->
            report.ratio("decode_" + sample.size().id() + "_progressive_over_inference", ratio);
        case PNG, WEBP -> {
          // The table has them; they are decoded in full.
        }
      }
      rows.add(
          List.of(
              sample.name(),
              format("%.2f", sample.size().megapixels()),
              format("%d", sample.encoded().length),
              format("%.2f", milliseconds(decodes)),
              format("%.3f", ratio.median())));
    }
    rows.add(List.of(INFERENCE, "", "", format("%.2f", milliseconds(inferences)), "1"));
    return report
        .table(
            "decoding in one thread",
            List.of("image", "megapixels", "bytes", "ms", "of an inference"),
            rows)
        .build();
  }

  private static double milliseconds(List<Double> perSecond) {
    return 1000 / Ratio.median(perSecond);
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
