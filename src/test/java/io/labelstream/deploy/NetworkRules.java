package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What network policies together let through to and from some pods, as a network plugin that
 * enforces them decides it: what any one of them lets through, once one of them is of that
 * direction.
 */
final class NetworkRules {

  private static final String SELF = "labelstream";

  private final List<JsonNode> policies;

  private NetworkRules(List<JsonNode> policies) {
    this.policies = policies;
  }

  /** The rules for the pods of a name in our namespace. */
  static NetworkRules of(Manifests overlay, String name) {
    return of(overlay.all("NetworkPolicy"), name);
  }

  /** The same with the policies that an operator may add. */
  static NetworkRules ofAll(Manifests overlay, String name) throws IOException {
    return of(Stream.concat(overlay.all("NetworkPolicy"), toAdd().stream()), name);
  }

  private static NetworkRules of(Stream<JsonNode> policies, String name) {
    Map<String, String> pod = Map.of("app.kubernetes.io/name", name);
    return new NetworkRules(
        policies.filter(policy -> selects(policy.at("/spec/podSelector"), pod)).toList());
  }

  /** The policies that are in no overlay, for who needs them. */
  static List<JsonNode> toAdd() throws IOException {
    List<JsonNode> policies = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("deploy/kubernetes/network"), "*.yaml")) {
      for (Path file : files) {
        policies.addAll(Yaml.documents(file));
      }
    }
    return policies;
  }

  boolean letsIn(Peer from, int port) {
    return lets("Ingress", "from", from, "TCP", port);
  }

  boolean letsOut(Peer to, int port) {
    return lets("Egress", "to", to, "TCP", port);
  }

  boolean letsOutUdp(Peer to, int port) {
    return lets("Egress", "to", to, "UDP", port);
  }

  private boolean lets(String direction, String peers, Peer peer, String protocol, int port) {
    List<JsonNode> closing =
        policies.stream()
            .filter(policy -> Manifests.list(policy.at("/spec/policyTypes")).contains(direction))
            .toList();
    String rules = "/spec/" + direction.toLowerCase(java.util.Locale.ROOT);
    return closing.isEmpty()
        || closing.stream()
            .flatMap(policy -> stream(policy.at(rules)))
            .anyMatch(rule -> isOf(rule.path(peers), peer) && isAt(rule, protocol, port));
  }

  private static boolean isAt(JsonNode rule, String protocol, int port) {
    return !rule.has("ports")
        || stream(rule.path("ports"))
            .anyMatch(
                open ->
                    open.path("protocol").asText("TCP").equals(protocol)
                        && (!open.has("port") || open.path("port").asInt() == port));
  }

  private static boolean isOf(JsonNode peers, Peer peer) {
    return peers.isMissingNode() || stream(peers).anyMatch(one -> isOne(one, peer));
  }

  private static boolean isOne(JsonNode selector, Peer peer) {
    if (peer.address().isPresent()) {
      JsonNode block = selector.path("ipBlock");
      long address = number(peer.address().get());
      return block.isObject()
          && isIn(block.path("cidr").asText(), address)
          && stream(block.path("except")).noneMatch(range -> isIn(range.asText(), address));
    }
    JsonNode namespace = selector.path("namespaceSelector");
    boolean there =
        namespace.isMissingNode()
            ? peer.namespace().containsValue(SELF)
            : selects(namespace, peer.namespace());
    return !selector.has("ipBlock")
        && there
        && (!selector.has("podSelector") || selects(selector.path("podSelector"), peer.labels()));
  }

  private static boolean selects(JsonNode selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(Manifests.texts(selector.path("matchLabels")).entrySet())
        && stream(selector.path("matchExpressions"))
            .allMatch(expression -> holds(expression, labels));
  }

  private static boolean holds(JsonNode expression, Map<String, String> labels) {
    if (!expression.path("operator").asText().equals("In")) {
      throw new IllegalArgumentException("this is not known here: " + expression);
    }
    return Manifests.list(expression.path("values"))
        .contains(labels.get(expression.path("key").asText()));
  }

  private static boolean isIn(String range, long address) {
    int slash = range.indexOf('/');
    int free = 32 - Integer.parseInt(range.substring(slash + 1));
    return number(range.substring(0, slash)) >> free == address >> free;
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
