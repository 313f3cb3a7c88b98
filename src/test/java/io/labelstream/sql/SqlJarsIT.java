package io.labelstream.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.apache.flink.table.factories.Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged jars have of SQL. */
class SqlJarsIT {

  private static final Path JAR = Path.of(System.getProperty("labelstream.jar", ""));
  private static final String SERVICES = "META-INF/services/" + Factory.class.getName();

  @Test
  void theJobsJarOffersTheProviderAndKafkasConnector() throws IOException {
    try (JarFile jar = jar("labelstream-job.jar");
        InputStream services = jar.getInputStream(jar.getEntry(SERVICES))) {
      assertThat(new String(services.readAllBytes(), UTF_8))
          .contains(
              LabelstreamModelProviderFactory.class.getName(),
              "org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicTableFactory");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"labelstream-job.jar", "labelstream.jar", "labelstream-facade.jar"})
  void noneHasFlinksTables(String name) throws IOException {
    try (JarFile jar = jar(name)) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .noneMatch(entry -> entry.startsWith("org/apache/flink/table/"));
    }
  }

  @Test
  void theFacadesJarHasNothingOfIt() throws IOException {
    try (JarFile jar = jar("labelstream-facade.jar")) {
      assertThat(jar.getEntry(SERVICES)).isNull();
      assertThat(jar.getEntry("io/labelstream/sql/ModelOptions.class")).isNull();
    }
  }

  private static JarFile jar(String name) throws IOException {
    return new JarFile(JAR.resolveSibling(name).toFile());
  }
}
