package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.local.EmbeddedBroker;
import io.labelstream.local.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/** A broker with Kafka's own authorizer, on which who has no right may do nothing. */
final class SecuredBroker implements AutoCloseable {

  private static final String ADMIN = "admin";

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private SecuredBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts one that knows some users, whose passwords are their names. */
  static SecuredBroker start(Path folder, List<String> users) throws IOException {
    // Once without security, since that formats the folder.
    EmbeddedBroker.start(folder, Ports.free()).close();
    String clients = Ports.LOOPBACK + ":" + Ports.free();
    String controller = Ports.LOOPBACK + ":" + Ports.free();
    KafkaRaftServer server =
        new KafkaRaftServer(
            new KafkaConfig(properties(folder, clients, controller, users), false), Time.SYSTEM);
    server.startup();
    return new SecuredBroker(server, clients);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** What a user's clients are set to. */
  static Map<String, String> login(String user) {
    return Map.of(
        "security.protocol", "SASL_PLAINTEXT",
        "sasl.mechanism", "PLAIN",
        "sasl.jaas.config", jaas(user) + ";");
  }

  /** Makes Strimzi's topics, with one replica, and gives its users their rights. */
  void apply(List<JsonNode> manifests) throws Exception {
    Map<String, Object> properties = new HashMap<>(login(ADMIN));
    properties.put("bootstrap.servers", bootstrapServers);
    List<NewTopic> topics = new ArrayList<>();
    List<AclBinding> rights = new ArrayList<>();
    for (JsonNode manifest : manifests) {
      String name = manifest.at("/metadata/name").asText();
      switch (manifest.path("kind").asText()) {
        case "KafkaTopic" ->
            topics.add(new NewTopic(name, manifest.at("/spec/partitions").asInt(), (short) 1));
        case "KafkaUser" ->
            manifest
                .at("/spec/authorization/acls")
                .forEach(acl -> rights.addAll(rights(name, acl)));
        default -> {
          // Nothing of Kafka's.
        }
      }
    }
    try (Admin admin = Admin.create(properties)) {
      admin.createTopics(topics).all().get();
      admin.createAcls(rights).all().get();
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static List<AclBinding> rights(String user, JsonNode acl) {
    JsonNode resource = acl.path("resource");
    ResourcePattern pattern =
        switch (resource.path("type").asText()) {
          case "topic" -> pattern(ResourceType.TOPIC, resource);
          case "group" -> pattern(ResourceType.GROUP, resource);
          case "transactionalId" -> pattern(ResourceType.TRANSACTIONAL_ID, resource);
          case "cluster" ->
              new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
          default -> throw new IllegalArgumentException(acl.toString());
        };
    List<AclBinding> rights = new ArrayList<>();
    for (JsonNode operation : acl.path("operations")) {
      String constant = operation.asText().replaceAll("(?<=.)(?=[A-Z])", "_");
      rights.add(
          new AclBinding(
              pattern,
              new AccessControlEntry(
                  "User:" + user,
                  "*",
                  AclOperation.valueOf(constant.toUpperCase(Locale.ROOT)),
                  AclPermissionType.ALLOW)));
    }
    return rights;
  }

  private static ResourcePattern pattern(ResourceType type, JsonNode resource) {
    return new ResourcePattern(
        type,
        resource.path("name").asText(),
        switch (resource.path("patternType").asText()) {
          case "literal" -> PatternType.LITERAL;
          case "prefix" -> PatternType.PREFIXED;
          default -> throw new IllegalArgumentException(resource.toString());
        });
  }

  private static String jaas(String user) {
    return PlainLoginModule.class.getName()
        + " required username=\"%1$s\" password=\"%1$s\"".formatted(user);
  }

  private static Map<String, String> properties(
      Path folder, String clients, String controller, List<String> users) {
    StringBuilder jaas = new StringBuilder(jaas(ADMIN));
    List<String> all = new ArrayList<>(users);
    all.add(ADMIN);
    all.forEach(user -> jaas.append(" user_%1$s=\"%1$s\"".formatted(user)));
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@" + controller),
        Map.entry("listeners", "CLIENTS://" + clients + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", "CLIENTS://" + clients),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("inter.broker.listener.name", "CLIENTS"),
        Map.entry("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("sasl.enabled.mechanisms", "PLAIN"),
        Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
        Map.entry("listener.name.clients.plain.sasl.jaas.config", jaas + ";"),
        Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
        // The broker talks to its controller without a login.
        Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS"),
        Map.entry("log.dirs", folder.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"));
  }
}
