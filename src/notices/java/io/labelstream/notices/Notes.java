package io.labelstream.notices;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of every artifact: its licence, its parts, and the texts in its jar.
 *
 * @param licences by the artifact's reference
 * @param carried by the artifact's reference
 */
record Notes(
    List<KnownPart> parts, Map<String, String> licences, Map<String, List<Carried>> carried) {

  /**
   * Finds a licence for everything.
   *
   * @param images names that the table may have beside artifacts'
   * @throws UnlicensedException what must not be shipped as it is
   */
  static Notes take(
      List<Artifact> artifacts, List<KnownPart> parts, List<String> images, LicenceTexts texts)
      throws IOException, UnlicensedException {
    Notes notes = new Notes(parts, new HashMap<>(), new HashMap<>());
    List<String> problems = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      notes.carried.put(artifact.reference(), Carried.in(artifact.jar()));
      notes.take(artifact, texts).ifPresent(problems::add);
    }
    Set<String> holders = new HashSet<>(images);
    artifacts.forEach(artifact -> holders.addAll(artifact.names()));
    for (KnownPart part : parts) {
      String what = part.name() + " of " + part.holder();
      if (!holders.contains(part.holder())) {
        problems.add(what + " is in the table, but no such artifact is shipped");
      }
      if (!texts.allows(part.licence())) {
        problems.add(what + " is under " + part.licence() + ", which is not allowed");
      } else if (!part.isHolder()
          && texts.asksForCopyright(part.licence())
          && part.copyright().equals(KnownPart.UNKNOWN)) {
        problems.add(what + " lacks its copyright, which " + part.licence() + " asks for");
      }
    }
    if (!problems.isEmpty()) {
      throw new UnlicensedException(problems);
    }
    return notes;
  }

  private Optional<String> take(Artifact artifact, LicenceTexts texts) {
    Optional<KnownPart> itself = itself(artifact);
    List<String> offered =
        itself.map(known -> List.of(known.licence())).orElseGet(artifact::licences);
    Optional<String> licence = texts.choose(offered);
    if (licence.isEmpty()) {
      return Optional.of(artifact.name() + " is under " + offered + ", none of which is allowed");
    }
    licences.put(artifact.reference(), licence.get());
    return texts.asksForCopyright(licence.get())
            && itself.isEmpty()
            && carriedBy(artifact).isEmpty()
        ? Optional.of(
            artifact.name() + " lacks its copyright, which " + licence.get() + " asks for")
        : Optional.empty();
  }

  String licenceOf(Artifact artifact) {
    return Objects.requireNonNull(licences.get(artifact.reference()));
  }

  List<Carried> carriedBy(Artifact artifact) {
    return carried.getOrDefault(artifact.reference(), List.of());
  }

  List<KnownPart> knownOf(Artifact artifact) {
    return parts.stream().filter(part -> artifact.names().contains(part.holder())).toList();
  }

  List<KnownPart> knownOf(String image) {
    return parts.stream().filter(part -> part.holder().equals(image)).toList();
  }

  private Optional<KnownPart> itself(Artifact artifact) {
    return knownOf(artifact).stream().filter(KnownPart::isHolder).findFirst();
  }
}
