package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queries of dashboard and alerts, and the metrics that they name. */
final class Monitoring {

  static final Path FOLDER = Path.of("deploy/monitoring");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool");

  /** What Prometheus says by itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  private Monitoring() {}

  static JsonNode alerts() throws IOException {
    return Yaml.document(FOLDER.resolve("alerts.yml"));
  }

  static JsonNode dashboard() throws IOException {
    return Yaml.JSON.readTree(FOLDER.resolve("dashboard.json").toFile());
  }

  static JsonNode prometheus() throws IOException {
    return Yaml.document(FOLDER.resolve("prometheus.yml"));
  }

  /** The query of an alert. */
  static String query(String alert) throws IOException {
    for (JsonNode rule : alerts().findParents("alert")) {
      if (rule.path("alert").asText().equals(alert)) {
        return rule.path("expr").asText();
      }
    }
    throw new IOException("no alert " + alert);
  }

  /** Every query there is. */
  static List<String> queries() throws IOException {
    List<JsonNode> found = alerts().findValues("expr");
    found.addAll(dashboard().findValues("expr"));
    return found.stream().map(JsonNode::asText).toList();
  }

  /** The metrics of job and facade that queries name. */
  static Set<String> reported(List<String> queries) throws IOException {
    Set<String> reported = metrics(queries);
    reported.removeAll(OF_PROMETHEUS);
    reported.removeAll(Manifests.list(alerts().findValues("record")));
    return reported;
  }

  /** The metrics that queries name: words that are no function, label, duration or operator. */
  static Set<String> metrics(List<String> queries) {
    Set<String> metrics = new TreeSet<>();
    for (String query : queries) {
      String bare = QUOTED.matcher(query).replaceAll("");
      bare = bare.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^]]*]", " ");
      bare = GROUPING.matcher(bare).replaceAll(" ").replaceAll("\\b\\d[\\w.]*", " ");
      Matcher words = WORD.matcher(bare);
      while (words.find()) {
        boolean function = bare.substring(words.end()).stripLeading().startsWith("(");
        if (!function && !OPERATORS.contains(words.group())) {
          metrics.add(words.group());
        }
      }
    }
    return metrics;
  }
}
