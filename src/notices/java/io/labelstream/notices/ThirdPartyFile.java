package io.labelstream.notices;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who made what a jar or an image holds, and the licences' texts, for people to read. */
record ThirdPartyFile(LicenceTexts licences, Notes notes) {

  private static final String RULE = "-".repeat(80) + "\n";

  /**
   * @param name of the jar or image
   * @param parts of the image that no artifact is
   */
  String of(String name, List<Artifact> artifacts, List<KnownPart> parts) {
    StringBuilder text = new StringBuilder();
    text.append("What ")
        .append(name)
        .append(" holds of others. Where several licences are offered, it is shipped under the")
        .append(" one named here.\nThe licences' texts follow the list.\n\n");
    Set<String> used = new TreeSet<>();
    Map<String, Carried> carried = new LinkedHashMap<>();
    Map<String, String> holders = new LinkedHashMap<>();
    for (Artifact artifact : artifacts) {
      text.append(entry(artifact, used));
      for (Carried one : notes.carriedBy(artifact)) {
        carried.putIfAbsent(one.words(), one);
        holders.merge(
            one.words(),
            artifact.name() + " " + artifact.version(),
            (all, next) -> all.contains(next) ? all : all + ", " + next);
      }
    }
    parts.forEach(part -> text.append(entry("", part, used)));
    used.stream()
        .flatMap(expression -> LicenceTexts.names(expression).stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(licence -> text.append(section("Licence " + licence, licences.text(licence))));
    carried.forEach(
        (words, one) -> text.append(section(one.file() + " of " + holders.get(words), one.text())));
    return text.toString();
  }

  private String entry(Artifact artifact, Set<String> used) {
    String licence = notes.licenceOf(artifact);
    used.add(licence);
    StringBuilder text = new StringBuilder();
    text.append(artifact.name()).append(" ").append(artifact.version()).append(", ");
    text.append(licence).append("\n");
    artifact.home().ifPresent(home -> text.append("  ").append(home).append("\n"));
    for (KnownPart part : notes.knownOf(artifact)) {
      if (part.isHolder()) {
        text.append(copyright("  ", part).orElse(""));
      } else {
        text.append(entry("  with ", part, used));
      }
    }
    return text.toString();
  }

  private static String entry(String indent, KnownPart part, Set<String> used) {
    used.add(part.licence());
    return indent
        + part.title()
        + ", "
        + part.licence()
        + "\n"
        + copyright(" ".repeat(indent.length()) + "  ", part).orElse("");
  }

  private static Optional<String> copyright(String indent, KnownPart part) {
    return part.copyright().equals(KnownPart.UNKNOWN)
        ? Optional.empty()
        : Optional.of(indent + part.copyright() + "\n");
  }

  private static String section(String title, String text) {
    return "\n" + RULE + title + "\n" + RULE + "\n" + text.strip() + "\n";
  }
}
