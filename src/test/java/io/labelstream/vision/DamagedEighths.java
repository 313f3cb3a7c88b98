package io.labelstream.vision;

import io.labelstream.image.ImageFormat;
import io.labelstream.vision.EighthComparison.Outcome;
import io.labelstream.vision.EighthComparison.Result;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Damaged JPEGs, which the decoder of eighths and libjpeg must see alike.
 *
 * @param outcomes how often there was each
 * @param wrong what was accepted by one alone, or has other pixels; nothing if all is well
 */
record DamagedEighths(Map<Outcome, Integer> outcomes, List<String> wrong) {

  /** Of 255. */
  static final double TOLERANCE = 2;

  private static final int[][] SAMPLINGS = {{1, 1}, {2, 1}, {2, 2}};
  private static final int RESTART_INTERVAL = 5;

  static DamagedEighths run(int mutations, long seed, BufferedImage picture) throws IOException {
    List<byte[]> files = files(picture);
    Random random = new Random(seed);
    Mutation mutation = new Mutation(seed);
    EighthComparison comparison = new EighthComparison();
    DamagedEighths damaged = new DamagedEighths(new EnumMap<>(Outcome.class), new ArrayList<>());
    for (int i = 0; i < mutations; i++) {
      byte[] file = files.get(random.nextInt(files.size()));
      byte[] other = files.get(random.nextInt(files.size()));
      Result result = comparison.compare(mutation.of(file, other, ImageFormat.JPEG));
      damaged.outcomes.merge(result.outcome(), 1, Integer::sum);
      if (result.outcome() == Outcome.DECODED_BY_US_ALONE || result.meanDifference() > TOLERANCE) {
        damaged.wrong.add("mutation %d: %s".formatted(i, result));
      }
    }
    return damaged;
  }

  private static List<byte[]> files(BufferedImage picture) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : List.of("baseline.jpg", "progressive.jpg", "grey.jpg")) {
      files.add(TestImages.read(name));
    }
    for (int[] sampling : SAMPLINGS) {
      for (boolean progressive : new boolean[] {false, true}) {
        for (int interval : new int[] {0, RESTART_INTERVAL}) {
          files.add(JpegEncoder.encode(picture, sampling, progressive, interval));
        }
      }
    }
    return files;
  }
}
