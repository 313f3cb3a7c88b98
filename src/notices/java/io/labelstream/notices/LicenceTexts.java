package io.labelstream.notices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The licences that we ship software under: those whose text is in the folder, by SPDX name. */
record LicenceTexts(Map<String, String> texts) {

  private static final String PREFERRED = "Apache-2.0";
  private static final String ENDING = ".txt";

  static LicenceTexts read(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        texts.put(name.substring(0, name.length() - ENDING.length()), Files.readString(file));
      }
    }
    return new LicenceTexts(texts);
  }

  String text(String name) {
    return Objects.requireNonNull(texts.get(name), name);
  }

  /** Whoever may choose takes one that is allowed. */
  Optional<String> choose(List<String> offered) {
    return offered.contains(PREFERRED)
        ? Optional.of(PREFERRED)
        : offered.stream().filter(this::allows).findFirst();
  }

  boolean allows(String expression) {
    return texts.keySet().containsAll(names(expression));
  }

  /** Whether copies have to name the copyright's holders. */
  boolean asksForCopyright(String expression) {
    return names(expression).stream()
        .map(this::text)
        .anyMatch(text -> text.contains("above copyright notice"));
  }

  static List<String> names(String expression) {
    return Arrays.asList(expression.split(" (?:AND|WITH) "));
  }
}
