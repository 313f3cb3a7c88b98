package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.kafka.TestBroker;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A broker with Kafka's own authorizer, on whose listener for clients nobody may do anything
 * without a right. A second one, without a login, is the broker's own.
 */
final class SecuredBroker implements AutoCloseable {

  private static final String ADMIN = "admin";

  private final EmbeddedBroker broker;
  private final String bootstrapServers;

  private SecuredBroker(EmbeddedBroker broker, String bootstrapServers) {
    this.broker = broker;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts one that knows some users, whose passwords are their names. */
  static SecuredBroker start(Path folder, List<String> users) throws IOException {
    String clients = Ports.LOOPBACK + ":" + Ports.free();
    return new SecuredBroker(
        TestBroker.start(folder, Ports.free(), security(clients, users)), clients);
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
    broker.close();
  }

  private static String jaas(String user) {
    return PlainLoginModule.class.getName()
        + " required username=\"%1$s\" password=\"%1$s\"".formatted(user);
  }

  private static Map<String, String> security(String clients, List<String> users) {
    StringBuilder jaas = new StringBuilder(jaas(ADMIN));
    List<String> all = new ArrayList<>(users);
    all.add(ADMIN);
    all.forEach(user -> jaas.append(" user_%1$s=\"%1$s\"".formatted(user)));
    return Map.of(
        "listeners",
        "CLIENTS://" + clients,
        "advertised.listeners",
        "CLIENTS://" + clients,
        "listener.security.protocol.map",
        "CLIENTS:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "listener.name.clients.plain.sasl.jaas.config",
        jaas + ";",
        "authorizer.class.name",
        StandardAuthorizer.class.getName(),
        "super.users",
        "User:" + ADMIN + ";User:ANONYMOUS");
  }
}
