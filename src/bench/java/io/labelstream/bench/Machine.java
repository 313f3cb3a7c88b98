package io.labelstream.bench;

import io.labelstream.vision.Processor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {

  private static final List<String> TELLING = List.of("avx2", "avx512f", "avx512_vnni", "amx_int8");

  private Machine() {}

  static String describe() {
    Processor processor = Processor.ofThisMachine();
    String features =
        TELLING.stream().filter(processor.features()::contains).collect(Collectors.joining(" "));
    return Stream.of(
            Runtime.getRuntime().availableProcessors() + " cores",
            processor.model(),
            features,
            System.getProperty("os.name").toLowerCase(Locale.ROOT),
            "Java " + System.getProperty("java.version"))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
