package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.processes.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Has Prometheus' own tool evaluate the rules over made-up series. It is in Debian's package {@code
 * prometheus}; without it the tests are left out, unless {@code TOOLS_REQUIRED=true}.
 */
class AlertRulesTest {

  private static final Pattern ALERT = Pattern.compile("alertname=\"(\\w+)\"");

  @Test
  void rulesFireWhenTheyMustAndOnlyThen() throws Exception {
    promtool("test", "rules", "tests.yml");
  }

  @Test
  void rulesAndConfigurationAreAsPrometheusReadsThem() throws Exception {
    promtool("check", "rules", "alerts.yml");
    promtool("check", "config", "prometheus.yml");
  }

  @Test
  void everyRuleFiresInATest() throws IOException {
    Set<String> fired =
        Manifests.list(Yaml.document(Monitoring.FOLDER.resolve("tests.yml")).findValues("labels"))
            .stream()
            .flatMap(labels -> ALERT.matcher(labels).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    List<JsonNode> alerts = Monitoring.alerts().findValues("alert");
    assertThat(fired).containsExactlyInAnyOrderElementsOf(Manifests.list(alerts));
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    Programs.assume("TOOLS_REQUIRED", List.of("promtool"), List.of("prometheus"));
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList())
            .directory(Monitoring.FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
