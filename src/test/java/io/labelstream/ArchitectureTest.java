package io.labelstream;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who may see whom; each package's {@code package-info} says why. */
@AnalyzeClasses(packages = "io.labelstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String FLINK = "org.apache.flink..";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String BROKER = "kafka..";
  private static final String DJL = "ai.djl..";
  private static final String TENSORFLOW = "org.tensorflow..";

  private static final String[] FACADE = {
    "io.labelstream.topic",
    "io.labelstream.feed",
    "io.labelstream.rollout",
    "io.labelstream.verdict",
    "io.labelstream.store",
    "io.labelstream.rest",
    "io.labelstream.serve"
  };
  private static final String PRODUCT =
      "build, event, image, vision, inference, rollout, registry, settings, files, kafka, job, sql,"
          + " topic, feed, verdict, store, rest, serve, access";

  /** Who may use whom. What a package does use is in its {@code package-info}. */
  private static final Map<String, String> ARROWS =
      Map.ofEntries(
          entry("build", ""),
          entry("event", ""),
          entry("settings", ""),
          entry("files", ""),
          entry("access", ""),
          entry("kafka", "event, settings"),
          entry("image", "event"),
          entry("vision.jpeg", "image"),
          entry("vision", "event, image, settings, vision.jpeg"),
          entry("inference", "build, event, image, vision"),
          entry("rollout", "settings, kafka"),
          entry("registry", "build, event, vision, inference, rollout, settings, files, kafka"),
          entry("job", "event, image, vision, inference, registry, settings, files, kafka"),
          entry("sql", "build, event, vision, inference, settings"),
          entry("topic", "event, settings, kafka"),
          entry("feed", "event, image, vision.jpeg"),
          entry("verdict", "event, kafka, rollout, settings, topic"),
          entry("store", "image, settings, files"),
          entry(
              "rest", "build, event, image, topic, feed, rollout, verdict, store, settings, files"),
          entry("serve", "build, rest, store, settings"),
          entry("tools.sandbox", PRODUCT),
          entry("tools.local", PRODUCT + ", tools.sandbox"),
          entry("tools.cluster", PRODUCT + ", tools.sandbox"),
          entry("tools.compiler", "image, vision, files"),
          entry("tools.tuning", "image, vision, serve, tools.compiler, tools.cli"),
          entry(
              "tools.cli",
              PRODUCT + ", tools.sandbox, tools.local, tools.cluster, tools.compiler"));

  @ArchTest
  static final ArchRule PRODUCT_SEES_NO_TOOL =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.labelstream.tools..", "io.labelstream.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.labelstream.tools..");

  @ArchTest
  static final ArchRule NOTHING_SEES_BENCH =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.bench")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.labelstream.bench");

  @ArchTest
  static final ArchRule NOTHING_SEES_NOTICES =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.notices")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.labelstream.notices");

  @ArchTest
  static final ArchRule NOTICES_SEE_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.notices")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.labelstream..")
                  .and(resideOutsideOfPackages("io.labelstream.notices")));

  @ArchTest
  static void arrows(JavaClasses classes) {
    ARROWS.forEach(
        (from, to) ->
            noClasses()
                .that()
                .resideInAPackage("io.labelstream." + from)
                .should()
                .dependOnClassesThat(
                    resideInAPackage("io.labelstream..")
                        .and(
                            resideOutsideOfPackages(
                                Stream.concat(Stream.of(from), Arrays.stream(to.split(", ")))
                                    .map(name -> "io.labelstream." + name)
                                    .toArray(String[]::new))))
                .check(classes));
  }

  @ArchTest
  static void everyPackageHasItsArrows(JavaClasses classes) {
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
        .filteredOn(
            name -> !Set.of("io.labelstream.bench", "io.labelstream.notices").contains(name))
        .map(name -> name.substring("io.labelstream.".length()))
        .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
  }

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.labelstream.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule EVENT_KNOWS_NEITHER_TRANSPORT_NOR_MODEL =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.event")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, KAFKA, BROKER, DJL, TENSORFLOW);

  @ArchTest
  static final ArchRule VISION_KNOWS_NO_TRANSPORT =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.vision..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, KAFKA, BROKER);

  @ArchTest
  static final ArchRule INFERENCE_USES_OF_FLINK_ITS_METRICS =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.inference")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(FLINK, KAFKA)
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.apache.flink.metrics..",
                              "org.apache.flink.dropwizard.metrics.."))));

  /** Kafka is one of the places where a table may be. */
  @ArchTest
  static final ArchRule SQL_USES_OF_FLINK_ITS_TABLE_INTERFACES =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.sql")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(FLINK, KAFKA)
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.apache.flink.table..",
                              "org.apache.flink.metrics..",
                              "org.apache.flink.configuration.."))));

  @ArchTest
  static final ArchRule TABLES_STAY_IN_SQL =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.sql")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.table..");

  @ArchTest
  static final ArchRule REGISTRY_USES_OF_FLINK_ITS_FILE_SYSTEMS_AND_METRICS =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.registry")
          .should()
          .dependOnClassesThat(
              resideInAPackage(FLINK)
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.apache.flink.core.fs..", "org.apache.flink.metrics.."))));

  @ArchTest
  static final ArchRule COMPILER_IS_FOR_BUILD_TIME =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.tools.compiler")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, KAFKA, BROKER, DJL);

  @ArchTest
  static final ArchRule SETTINGS_USE_FLINKS_SIZES_ALONE =
      classes()
          .that()
          .resideInAPackage("io.labelstream.settings")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.labelstream.settings",
              "org.apache.flink.configuration");

  @ArchTest
  static final ArchRule FILES_USE_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("io.labelstream.files")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.labelstream.files");

  @ArchTest
  static final ArchRule IMAGE_NEEDS_NO_LIBRARY =
      classes()
          .that()
          .resideInAPackage("io.labelstream.image")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "io.labelstream.image", "io.labelstream.event");

  @ArchTest
  static final ArchRule CLIENTS_OF_KAFKA_KNOW_NO_FLINK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.labelstream.kafka",
              "io.labelstream.topic",
              "io.labelstream.rollout",
              "io.labelstream.verdict")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLINK);

  /** It is alone with Flink in its jar. */
  @ArchTest
  static final ArchRule ACCESS_USES_FLINK_AND_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("io.labelstream.access")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", FLINK, "org.jspecify..", "io.labelstream.access");

  @ArchTest
  static final ArchRule BROKER_STAYS_IN_THE_SANDBOX =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.tools.sandbox")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BROKER, "org.apache.kafka.server..", "org.apache.kafka.metadata..");

  @ArchTest
  static final ArchRule TENSORFLOW_STAYS_IN_THE_COMPILER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.tools.compiler")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TENSORFLOW);

  @ArchTest
  static final ArchRule ONNX_RUNTIME_STAYS_IN_VISION =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.labelstream.vision", "io.labelstream.bench")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule FACADE_KNOWS_NO_MODEL =
      noClasses()
          .that()
          .resideInAnyPackage(FACADE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DJL, TENSORFLOW, BROKER, "org.bytedeco..");

  @ArchTest
  static final ArchRule STORE_USES_OF_FLINK_ITS_FILE_SYSTEMS =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.store")
          .should()
          .dependOnClassesThat(
              resideInAPackage(FLINK)
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.apache.flink.core.fs..",
                              "org.apache.flink.core.plugin..",
                              "org.apache.flink.configuration.."))));

  @ArchTest
  static final ArchRule REST_KNOWS_NO_FLINK =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.rest")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLINK);

  @ArchTest
  static final ArchRule HTTP_STAYS_IN_REST =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.rest")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");
}
