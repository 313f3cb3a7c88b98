package io.labelstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages name is there. */
class DocumentationTest {

  private static final Path README = Path.of("README.md");
  private static final Path SITE = Path.of("src/site/markdown");
  private static final Path CONTRIBUTING = SITE.resolve("contributing.md");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w/.-])(?:deploy|models|src|\\.ci)/[\\w./-]*\\w");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(?:Test|IT)\\b");
  private static final Pattern TYPE = Pattern.compile("[A-Z][a-z]\\w+(?=\\.|$)");

  static List<Path> pages() {
    return Stream.concat(Stream.of(README, Path.of("deploy/README.md")), files(SITE)).toList();
  }

  @Test
  void theReadmeIsShort() {
    assertThat(text(README).lines().count()).isLessThanOrEqualTo(150);
  }

  @Test
  void theReadmeLeadsToEveryPage() {
    assertThat(links(README).map(link -> link.split("#", 2)[0]))
        .containsAll(files(SITE).map(Path::toString).toList());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToWhatIsThere(Path page) {
    assertThat(links(page).filter(link -> !link.startsWith("http")))
        .allSatisfy(
            link -> {
              String[] parts = link.split("#", 2);
              Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
              assertThat(target).exists();
              if (parts.length > 1) {
                assertThat(anchors(target)).contains(parts[1]);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void filesAndTestsThatAreNamedAreThere(Path page) {
    assertThat(found(FILE, text(page))).allSatisfy(file -> assertThat(Path.of(file)).exists());
    assertThat(found(TEST, text(page))).filteredOn(name -> !classes().contains(name)).isEmpty();
  }

  /** Other pages name classes of other projects, too. */
  @Test
  void classesThatContributorsReadOfAreThere() {
    Set<String> known = classes();
    known.addAll(Set.of("Optional", "LabelstreamOurFailures", "LabelstreamRecordsRefused"));
    assertThat(
            CODE.matcher(BLOCK.matcher(text(CONTRIBUTING)).replaceAll(""))
                .results()
                .map(code -> code.group(1))
                .filter(code -> TYPE.matcher(code).lookingAt())
                .map(code -> code.split("\\.", 2)[0]))
        .hasSizeGreaterThan(20)
        .filteredOn(name -> !known.contains(name))
        .isEmpty();
  }

  static List<Path> packageInfos() {
    return files(Path.of("src/main/java/io/labelstream"))
        .filter(file -> file.endsWith("package-info.java"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("packageInfos")
  void contributorsReadWhomAPackageUses(Path packageInfo) {
    String name =
        packageInfo.subpath(5, packageInfo.getNameCount() - 1).toString().replace('/', '.');
    String uses =
        text(packageInfo)
            .replaceAll("\\s*\\n \\*\\s*", " ")
            .replaceAll("(?s).*May use ([^;]*);.*", "$1")
            .replaceAll("\\{@code ([a-z.]+)}", "`$1`");
    assertThat(text(CONTRIBUTING).lines())
        .filteredOn(line -> line.startsWith("| `" + name + "` |"))
        .singleElement()
        .asString()
        .endsWith("| " + uses + " |");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void consumersReadOfEveryErrorCode(ErrorCode code) {
    assertThat(text(SITE.resolve("records.md")).lines())
        .filteredOn(line -> line.startsWith("| `") && line.contains("`" + code + "`"))
        .singleElement()
        .asString()
        .contains("| " + code.status() + " |");
  }

  private static Stream<String> links(Path page) {
    return LINK.matcher(text(page)).results().map(link -> link.group(1));
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }

  /** As GitHub names headings: in lower case, spaces as hyphens, without punctuation. */
  private static List<String> anchors(Path page) {
    return BLOCK
        .matcher(text(page))
        .replaceAll("")
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  private static Set<String> classes() {
    return files(Path.of("src"))
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".java"))
        .map(name -> name.substring(0, name.length() - ".java".length()))
        .collect(Collectors.toSet());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
