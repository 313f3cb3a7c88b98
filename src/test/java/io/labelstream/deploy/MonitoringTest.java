package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the metrics are there is {@code MetricNamesIT}'s to say. */
class MonitoringTest {

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void kubernetesAndComposeHaveTheSameAlerts(Overlay overlay) throws IOException {
    assertThat(overlay.one("PrometheusRule", "labelstream").path("spec"))
        .isEqualTo(Monitoring.alerts());
  }

  @Test
  void everyAlertIsDescribed() throws IOException {
    String guide = Files.readString(Path.of("src/site/markdown/operations.md"));
    List<JsonNode> names = Monitoring.alerts().findValues("alert");
    assertThat(names).hasSizeGreaterThan(5);
    assertThat(names).allSatisfy(name -> assertThat(guide).contains("`" + name.asText() + "`"));
    assertThat(Monitoring.alerts().findValues("summary")).hasSameSizeAs(names);
    assertThat(Monitoring.alerts().findValues("severity")).hasSameSizeAs(names);
  }

  /** Both name the jobs by which Compose and Kubernetes know what is scraped. */
  @Test
  void queriesAreOfJobsThatAreScraped() throws IOException {
    Set<String> scraped = Set.copyOf(Overlay.list(Monitoring.prometheus().findValues("job_name")));
    assertThat(scraped).containsExactlyInAnyOrder("labelstream-job", "labelstream-facade");
    for (Overlay overlay : Overlay.values()) {
      assertThat(
              overlay.manifests().stream()
                  .filter(manifest -> manifest.path("kind").asText().endsWith("Monitor"))
                  .flatMap(monitor -> monitor.findValues("replacement").stream())
                  .map(JsonNode::asText)
                  .collect(Collectors.toSet()))
          .isEqualTo(scraped);
    }
    Pattern job = Pattern.compile("job=\"([a-z-]+)\"");
    assertThat(Monitoring.queries())
        .allSatisfy(
            query ->
                assertThat(job.matcher(query).results().map(found -> found.group(1)))
                    .isNotEmpty()
                    .allMatch(scraped::contains));
  }

  @Test
  void panelsAskTheProvisionedDataSource() throws IOException {
    JsonNode source =
        Yaml.document(Path.of("deploy/compose/grafana/provisioning/datasources/prometheus.yaml"))
            .at("/datasources/0/uid");
    assertThat(Monitoring.dashboard().path("panels"))
        .hasSizeGreaterThan(5)
        .allSatisfy(panel -> assertThat(panel.at("/datasource/uid")).isEqualTo(source))
        .allSatisfy(panel -> assertThat(panel.path("targets")).isNotEmpty());
    assertThat(Overlay.list(Monitoring.dashboard().path("panels").findValues("id")))
        .doesNotHaveDuplicates();
  }

  @Test
  void namesOfMetricsAreFoundInAQuery() {
    assertThat(
            Monitoring.metrics(
                List.of(
                    "sum by (le) (rate(a_b{job=\"x\",y=~\"and|c_d\"}[5m] offset 10m)) and on (z) e > 0.5")))
        .containsExactly("a_b", "e");
  }
}
