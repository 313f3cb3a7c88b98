package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.event.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That the metrics are there is {@code MetricNamesIT}'s to say. */
class MonitoringTest {

  private static final Path RUNBOOK = Path.of("src/site/markdown/runbook.md");

  /** With {@code -Dmonitoring.write=true} the manifest is written instead of compared. */
  @Test
  void theManifestOfTheRulesIsMadeOfTheirFile() throws IOException {
    String rules = Files.readString(Monitoring.FOLDER.resolve("alerts.yml"));
    String groups = rules.substring(rules.indexOf("groups:\n")).indent(2).replaceAll(" +\n", "\n");
    String manifest =
        """
        # Made of alerts.yml by MonitoringTest, with -Dmonitoring.write=true.
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: labelstream
        spec:
        """
            + groups;
    Path file = Monitoring.FOLDER.resolve("prometheus-rule.yaml");
    if (Boolean.getBoolean("monitoring.write")) {
      Files.writeString(file, manifest);
    }
    assertThat(Files.readString(file)).isEqualTo(manifest);
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void kubernetesAndComposeHaveTheSameAlertsAndDashboard(Overlay overlay) throws IOException {
    assertThat(overlay.one("PrometheusRule", "labelstream").path("spec"))
        .isEqualTo(Monitoring.alerts());
    JsonNode dashboard = overlay.one("ConfigMap", "labelstream-dashboard");
    assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    assertThat(Yaml.JSON.readTree(dashboard.at("/data/dashboard.json").asText()))
        .isEqualTo(Monitoring.dashboard());
  }

  /** What an installation says of itself, its numbers, is told apart from what another one says. */
  @Test
  void theNumbersAreOfTheNamespaceThatIsDeployedTo(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "namespace: staging\nresources:\n  - "
            + Path.of("deploy/kubernetes/overlays/small").toAbsolutePath());
    JsonNode groups =
        Kustomization.build(folder).stream()
            .filter(manifest -> manifest.path("kind").asText().equals("PrometheusRule"))
            .findFirst()
            .orElseThrow()
            .at("/spec/groups");
    assertThat(groups.get(0).path("rules"))
        .isNotEmpty()
        .allSatisfy(
            number -> assertThat(number.at("/labels/namespace").asText()).isEqualTo("staging"));
    assertThat(groups.findValues("namespace")).hasSameSizeAs(groups.get(0).path("rules"));
  }

  static List<JsonNode> rules() throws IOException {
    return Monitoring.alerts().findParents("alert");
  }

  /** Of what only engineers notice, nobody is woken. */
  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertSaysWhatToDo(JsonNode rule) throws IOException {
    String name = rule.path("alert").asText();
    assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
    assertThat(rule.at("/annotations/runbook_url").asText())
        .startsWith("https://")
        .endsWith("/" + RUNBOOK + "#" + name.toLowerCase(Locale.ROOT));
    String section = section(name);
    assertThat(section).contains("| means |", "| do |");
    assertThat(section).contains("| severity | " + rule.at("/labels/severity").asText() + " |");
  }

  /** What the runbook says of an alert, empty if it says nothing. */
  private static String section(String alert) throws IOException {
    String[] parts = ("\n" + Files.readString(RUNBOOK)).split("\n### " + alert + "\n", 2);
    return parts.length == 1 ? "" : parts[1].split("\n##", 2)[0];
  }

  @Test
  void theRunbookHasNoAlertThatIsGone() throws IOException {
    assertThat(Files.readAllLines(RUNBOOK))
        .filteredOn(line -> line.startsWith("### Labelstream"))
        .hasSameSizeAs(rules());
  }

  /**
   * That a request has expired is neither our fault nor its sender's; the lag is told instead. Nor
   * is anybody to blame for a photograph that the model is not sure enough of.
   */
  @Test
  void everyFailureOfOursIsOneOfTheAlerts() throws IOException {
    String ours =
        Arrays.stream(ErrorCode.values())
            .filter(code -> code.status() >= 500 && code != ErrorCode.EXPIRED)
            .map(ErrorCode::name)
            .sorted()
            .collect(Collectors.joining("|"));
    assertThat(Monitoring.query("LabelstreamOurFailures")).contains("errorCode=~\"" + ours + "\"");
    assertThat(Monitoring.query("LabelstreamRecordsRefused"))
        .contains("errorCode!~\"EXPIRED|" + ours + "|UNDECIDED\"");
  }

  /** Both name the jobs by which Compose and Kubernetes know what is scraped. */
  @Test
  void queriesAreOfJobsThatAreScraped() throws IOException {
    Set<String> scraped =
        Set.copyOf(Manifests.list(Monitoring.prometheus().findValues("job_name")));
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
    for (String query : Monitoring.queries()) {
      if (!Monitoring.reported(List.of(query)).isEmpty()) {
        assertThat(job.matcher(query).results().map(found -> found.group(1)))
            .as(query)
            .isNotEmpty()
            .allMatch(scraped::contains);
      }
    }
  }

  @Test
  void panelsAskTheChosenDataSourceForTheChosenNamespaces() throws IOException {
    JsonNode dashboard = Monitoring.dashboard();
    assertThat(Manifests.list(dashboard.path("templating").findValues("name")))
        .contains("datasource", "namespace");
    assertThat(dashboard.path("panels"))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            panel ->
                assertThat(Manifests.list(panel.findValues("uid"))).containsOnly("${datasource}"))
        .allSatisfy(panel -> assertThat(panel.path("targets")).isNotEmpty());
    Pattern selector = Pattern.compile("\\{[^}]*}");
    assertThat(Manifests.list(dashboard.path("panels").findValues("expr")))
        .allSatisfy(
            query ->
                assertThat(selector.matcher(query).results().map(MatchResult::group))
                    .isNotEmpty()
                    .allMatch(labels -> labels.contains("namespace=~\"$namespace\"")));
    assertThat(Manifests.list(dashboard.path("panels").findValues("id"))).doesNotHaveDuplicates();
  }

  /** As the operator's monitors have it by themselves. */
  @Test
  void composeNamesANamespaceToo() throws IOException {
    assertThat(Monitoring.prometheus().path("scrape_configs"))
        .allSatisfy(
            scrape -> {
              JsonNode relabel = scrape.at("/relabel_configs/0");
              assertThat(relabel.path("target_label").asText()).isEqualTo("namespace");
              assertThat(Manifests.list(Monitoring.alerts().findValues("namespace")))
                  .containsOnly(relabel.path("replacement").asText());
            });
  }

  @Test
  void namesOfMetricsAreFoundInAQuery() {
    assertThat(
            Monitoring.metrics(
                List.of(
                    "sum by (le) (rate(a_b{job=\"x\",y=~\"and|c_d\"}[5m] offset 10m)) and on (z) e"
                        + " > 0.5")))
        .containsExactly("a_b", "e");
  }
}
