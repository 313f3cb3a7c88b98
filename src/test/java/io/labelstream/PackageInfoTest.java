package io.labelstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each package says what it uses, and uses that. */
class PackageInfoTest {

  private static final String ROOT = "io.labelstream.";
  private static final List<Path> SOURCES =
      Stream.of("main", "bench", "notices")
          .map(root -> Path.of("src/" + root + "/java/io/labelstream"))
          .toList();
  private static final Pattern USES = Pattern.compile("May use ([^;]*);");
  private static final Pattern NAME = Pattern.compile("\\{@code ([a-z.]+)}");

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.labelstream");
  }

  static List<Path> packageInfos() throws IOException {
    return SOURCES.stream()
        .flatMap(PackageInfoTest::files)
        .filter(file -> file.endsWith("package-info.java"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("packageInfos")
  void saysWhatItUses(Path packageInfo) throws IOException {
    String text = text(packageInfo);
    Matcher uses = USES.matcher(text);
    assertThat(uses.find()).as("%s says what it may use", packageInfo).isTrue();
    Set<String> named =
        NAME.matcher(uses.group(1))
            .results()
            .map((MatchResult name) -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).isEqualTo(used(packageOf(packageInfo)));
  }

  @ParameterizedTest
  @MethodSource("packageInfos")
  void saysWhereDataEntersAndLeaves(Path packageInfo) throws IOException {
    assertThat(text(packageInfo)).containsPattern("Data enters .* leaves ");
  }

  @ParameterizedTest
  @MethodSource("packagesWithClasses")
  void isThere(Path folder) {
    assertThat(folder.resolve("package-info.java")).exists();
  }

  static Set<Path> packagesWithClasses() {
    return SOURCES.stream()
        .flatMap(PackageInfoTest::files)
        .filter(file -> file.toString().endsWith(".java"))
        .map(Path::getParent)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> used(String name) {
    return classes.stream()
        .filter(type -> type.getPackageName().equals(ROOT + name))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType)
        .map(JavaClass::getPackageName)
        .filter(target -> target.startsWith(ROOT) && !target.equals(ROOT + name))
        .map(target -> target.substring(ROOT.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** In one line, as a reader of the Javadoc sees it. */
  private static String text(Path packageInfo) throws IOException {
    return Files.readString(packageInfo).replaceAll("\\s*\\n \\*\\s*", " ");
  }

  private static String packageOf(Path packageInfo) {
    Path root = SOURCES.stream().filter(packageInfo::startsWith).findFirst().orElseThrow();
    return root.relativize(packageInfo.getParent()).toString().replace('/', '.');
  }

  private static Stream<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
