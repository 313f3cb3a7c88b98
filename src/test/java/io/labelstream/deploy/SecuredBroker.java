package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.tools.sandbox.BrokerFolder;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
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
    BrokerFolder node = new BrokerFolder(folder);
    node.format();
    int port = Ports.free();
    String clients = Ports.LOOPBACK + ":" + port;
    int controllerPort = Ports.free();
    Map<String, String> properties = new HashMap<>(node.properties(port, controllerPort));
    properties.putAll(security(clients, Ports.LOOPBACK + ":" + controllerPort, users));
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
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
    try (Admin admin = Admin.create(properties)) {
      KafkaManifests.apply(admin, manifests);
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static String jaas(String user) {
    return PlainLoginModule.class.getName()
        + " required username=\"%1$s\" password=\"%1$s\"".formatted(user);
  }

  /** What is different from a broker without security. */
  private static Map<String, String> security(
      String clients, String controller, List<String> users) {
    StringBuilder jaas = new StringBuilder(jaas(ADMIN));
    List<String> all = new ArrayList<>(users);
    all.add(ADMIN);
    all.forEach(user -> jaas.append(" user_%1$s=\"%1$s\"".formatted(user)));
    return Map.of(
        "listeners",
        "CLIENTS://" + clients + ",CONTROLLER://" + controller,
        "advertised.listeners",
        "CLIENTS://" + clients,
        "inter.broker.listener.name",
        "CLIENTS",
        "listener.security.protocol.map",
        "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.clients.plain.sasl.jaas.config",
        jaas + ";",
        "authorizer.class.name",
        StandardAuthorizer.class.getName(),
        // The broker talks to its controller without a login.
        "super.users",
        "User:" + ADMIN + ";User:ANONYMOUS");
  }
}
