package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged files that are accepted show what independent decoders see in them. */
@Tag("long")
class DecodersAgreeIT {

  private static final int MUTATIONS = Integer.getInteger("mutations", 20_000);
  private static final int EIGHTHS = Integer.getInteger("mutations", 50_000);
  private static final long SEED = 13;

  /** Mean difference, of 255: beyond what decoders differ by in rounding and smoothing. */
  private static final double TOLERANCE = 6;

  private static final Path FOLDER = Path.of("target/decoders-disagree");

  private static final List<Seeds> SEEDS =
      List.of(
          new Seeds(
              ImageFormat.JPEG,
              List.of(
                  "baseline.jpg", "progressive.jpg", "grey.jpg", "orientation-6.jpg", "cmyk.jpg")),
          new Seeds(
              ImageFormat.PNG,
              List.of(
                  "rgb.png", "palette.png", "grey.png", "grey16.png", "bilevel.png", "alpha.png")),
          new Seeds(
              ImageFormat.WEBP,
              List.of("lossy.webp", "lossless.webp", "alpha.webp", "orientation-6.webp")));

  /** What is no fault of ours, by the number of the mutation. */
  private static final Map<Integer, String> KNOWN =
      Map.of(
          1562,
          "in a damaged lossless WebP TwelveMonkeys sees another green than libwebp, which is the"
              + " format's reference");

  private final ImageDecoder decoder = new ImageDecoder(TestImages.SPEC, ImageLimits.DEFAULT);
  private final IndependentDecoder independent = new IndependentDecoder();
  private final ImageTensor ours = new ImageTensor(TestImages.SPEC.size());
  private final ImageTensor theirs = new ImageTensor(TestImages.SPEC.size());

  private record Seeds(ImageFormat format, List<String> files) {

    String any(Random random) {
      return files.get(random.nextInt(files.size()));
    }
  }

  private enum Outcome {
    REFUSED,
    ALIKE,
    DIFFERENT,
    ACCEPTED_BY_US_ALONE
  }

  @Test
  void seeTheSameInDamagedFiles() throws IOException {
    Files.createDirectories(FOLDER);
    Random random = new Random(SEED);
    Mutation mutation = new Mutation(SEED);
    List<String> different = new ArrayList<>();
    Map<ImageFormat, Map<Outcome, Integer>> counts = new EnumMap<>(ImageFormat.class);
    for (int i = 0; i < MUTATIONS; i++) {
      Seeds seeds = SEEDS.get(i % SEEDS.size());
      ImageFormat format = seeds.format();
      String seed = seeds.any(random);
      String other = seeds.any(random);
      byte[] mutant = mutation.of(TestImages.read(seed), TestImages.read(other), format);
      Outcome outcome = compare(mutant);
      counts
          .computeIfAbsent(format, f -> new EnumMap<>(Outcome.class))
          .merge(outcome, 1, Integer::sum);
      if (outcome == Outcome.DIFFERENT) {
        Path file = FOLDER.resolve(i + "-" + seed);
        Files.write(file, mutant);
        String line = "%s: %.1f".formatted(file, meanDifference());
        if (KNOWN.containsKey(i)) {
          System.out.println(line + ", " + KNOWN.get(i));
        } else {
          different.add(line);
        }
      }
    }
    System.out.println(counts);
    different.forEach(System.out::println);
    assertThat(different).isEmpty();
  }

  @Test
  void seeTheSameInDamagedJpegsAtAnEighth() throws IOException {
    DamagedEighths damaged = DamagedEighths.run(EIGHTHS, SEED, EighthJpegTest.picture());
    System.out.println(damaged.outcomes());
    assertThat(damaged.wrong()).isEmpty();
  }

  private Outcome compare(byte[] image) {
    ImageHeader header;
    try {
      header = ImageHeader.read(image, ImageLimits.DEFAULT);
      decoder.decode(image, ours);
    } catch (ImageRejectedException e) {
      return Outcome.REFUSED;
    }
    if (!independent.decode(image, header, theirs)) {
      return Outcome.ACCEPTED_BY_US_ALONE;
    }
    return meanDifference() <= TOLERANCE ? Outcome.ALIKE : Outcome.DIFFERENT;
  }

  private double meanDifference() {
    double sum = 0;
    int values = ours.floats().remaining();
    for (int i = 0; i < values; i++) {
      sum += Math.abs(ours.floats().get(i) - theirs.floats().get(i));
    }
    return sum / values;
  }
}
