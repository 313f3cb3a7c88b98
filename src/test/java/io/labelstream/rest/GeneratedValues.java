package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.store.TestImages;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The values of {@link GeneratedRequests}, and the dice that choose them. */
final class GeneratedValues {

  /** Instead of what a schema allows, not yet encoded. */
  private static final String[] ODD = {
    "",
    "undefined",
    "null",
    "0",
    "-1",
    "101",
    "1.5",
    "1e3",
    "NaN",
    "99999999999999999999",
    "a b",
    "ä😀",
    "\u0000",
    "../../etc/passwd",
    "%zz",
    "<script>",
    "'--",
    "x".repeat(300)
  };

  private final Random random;

  GeneratedValues(long seed) {
    random = new Random(seed);
  }

  /** What a schema allows. */
  String valid(JsonNode schema) {
    double least = schema.path("minimum").asDouble(0);
    double most = schema.path("maximum").asDouble(1000);
    return switch (schema.path("type").asText()) {
      case "integer" -> Long.toString(Math.round(least + random.nextDouble() * (most - least)));
      case "number" ->
          String.format(Locale.ROOT, "%.3f", least + random.nextDouble() * (most - least));
      default -> {
        if (schema.path("format").asText().equals("uri")) {
          yield "https://storage.googleapis.com/bucket/cat.jpg";
        }
        if (schema.path("format").asText().equals("binary")) {
          yield new String(TestImages.png(random.nextInt(50)), ISO_8859_1);
        }
        int length = 1 + random.nextInt(schema.path("maxLength").asInt(30));
        yield "n".repeat(length);
      }
    };
  }

  /** Text that hardly any schema allows. */
  String odd() {
    return oneOf(ODD);
  }

  /** From 0 on. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  @SafeVarargs
  final <T> T oneOf(T... some) {
    return some[random.nextInt(some.length)];
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
