package io.labelstream.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Crayfish's input: JSON with one image of random numbers, each written out in decimal. */
final class CrayfishInput {

  /** Fixed, so that two runs have the same records. */
  private static final long SEED = 20;

  /** Of a number between 0 and 1 in decimal, and its comma. */
  private static final int BYTES_PER_NUMBER = 12;

  private CrayfishInput() {}

  /**
   * Values of records.
   *
   * @param count how many
   * @param numbers in each image: height × width × channels
   */
  static List<byte[]> values(int count, int numbers) {
    Random random = new Random(SEED);
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(random, numbers));
    }
    return values;
  }

  private static byte[] value(Random random, int numbers) {
    StringBuilder json = new StringBuilder(numbers * BYTES_PER_NUMBER);
    json.append("{\"created\":").append(System.currentTimeMillis()).append(",\"images\":[[");
    for (int i = 0; i < numbers; i++) {
      json.append(i == 0 ? "" : ",").append(random.nextFloat());
    }
    return json.append("]]}").toString().getBytes(US_ASCII);
  }
}
