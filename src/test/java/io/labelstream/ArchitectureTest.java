package io.labelstream;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.labelstream.vision.ImageFormat;
import io.labelstream.vision.ImageHeader;
import io.labelstream.vision.ImageLimits;
import io.labelstream.vision.ImageRejectedException;
import io.labelstream.vision.Sha256;

/** Who may see whom; each package's {@code package-info} says why. */
@AnalyzeClasses(packages = "io.labelstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String FLINK = "org.apache.flink..";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String BROKER = "kafka..";
  private static final String DJL = "ai.djl..";
  private static final String TENSORFLOW = "org.tensorflow..";

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("wire")
          .definedBy("io.labelstream.wire")
          .layer("vision")
          .definedBy("io.labelstream.vision")
          .layer("model")
          .definedBy("io.labelstream.model")
          .layer("config")
          .definedBy("io.labelstream.config")
          .layer("storage")
          .definedBy("io.labelstream.storage")
          .layer("access")
          .definedBy("io.labelstream.access")
          .layer("kafka")
          .definedBy("io.labelstream.kafka")
          .layer("job")
          .definedBy("io.labelstream.job")
          .layer("images")
          .definedBy("io.labelstream.images")
          .layer("rest")
          .definedBy("io.labelstream.rest")
          .layer("local")
          .definedBy("io.labelstream.local")
          .layer("cluster")
          .definedBy("io.labelstream.cluster")
          .layer("bench")
          .definedBy("io.labelstream.bench")
          .layer("cli")
          .definedBy("io.labelstream.cli")
          .whereLayer("wire")
          .mayNotAccessAnyLayer()
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("storage")
          .mayNotAccessAnyLayer()
          .whereLayer("access")
          .mayOnlyBeAccessedByLayers("local", "cluster", "bench")
          .whereLayer("kafka")
          .mayOnlyAccessLayers("config")
          .whereLayer("vision")
          .mayOnlyAccessLayers("wire")
          .whereLayer("model")
          .mayOnlyAccessLayers("vision")
          .whereLayer("job")
          .mayOnlyAccessLayers("wire", "vision", "config", "storage", "kafka")
          .whereLayer("images")
          .mayOnlyAccessLayers("wire", "vision", "config", "storage")
          .whereLayer("rest")
          .mayOnlyAccessLayers("wire", "vision", "config", "storage", "kafka", "images")
          .whereLayer("cluster")
          .mayOnlyAccessLayers("access", "config", "job", "storage", "local")
          .whereLayer("bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.labelstream.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule WIRE_KNOWS_NEITHER_TRANSPORT_NOR_MODEL =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, KAFKA, BROKER, DJL, TENSORFLOW);

  @ArchTest
  static final ArchRule VISION_KNOWS_NO_TRANSPORT =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.vision")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, KAFKA, BROKER);

  @ArchTest
  static final ArchRule MODEL_IS_FOR_BUILD_TIME =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.model")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, KAFKA, BROKER, DJL);

  @ArchTest
  static final ArchRule CONFIG_USES_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("io.labelstream.config")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.labelstream.config");

  @ArchTest
  static final ArchRule STORAGE_USES_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("io.labelstream.storage")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.labelstream.storage");

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
  static final ArchRule BROKER_STAYS_IN_LOCAL_MODE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.local")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BROKER, "org.apache.kafka.server..", "org.apache.kafka.metadata..");

  @ArchTest
  static final ArchRule TENSORFLOW_STAYS_IN_THE_COMPILER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.model")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(TENSORFLOW);

  @ArchTest
  static final ArchRule ONNX_RUNTIME_IS_TO_COMPARE_WITH =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labelstream.bench")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule FACADE_KNOWS_OF_IMAGES_WHAT_THEIR_HEADERS_SAY =
      noClasses()
          .that()
          .resideInAnyPackage("io.labelstream.images", "io.labelstream.rest")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.labelstream.vision")
                  .and(
                      not(
                          belongToAnyOf(
                              ImageFormat.class,
                              ImageHeader.class,
                              ImageLimits.class,
                              ImageRejectedException.class,
                              Sha256.class))));

  @ArchTest
  static final ArchRule FACADE_KNOWS_NO_MODEL =
      noClasses()
          .that()
          .resideInAnyPackage("io.labelstream.images", "io.labelstream.rest")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DJL, TENSORFLOW, BROKER, "org.bytedeco..");

  @ArchTest
  static final ArchRule IMAGES_USE_OF_FLINK_ITS_FILE_SYSTEMS =
      noClasses()
          .that()
          .resideInAPackage("io.labelstream.images")
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
