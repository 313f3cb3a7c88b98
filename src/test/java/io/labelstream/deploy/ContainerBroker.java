package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.kafka.BrokerCertificate;
import io.labelstream.tools.sandbox.BrokerFolder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The files of a broker as Strimzi makes one: TLS, SCRAM-SHA-512 and Kafka's authorizer on the
 * listener of its clients.
 */
final class ContainerBroker {

  /** The name by which job and facade reach it. */
  static final String HOST = "kafka-kafka-bootstrap";

  /** The port at which the outside reaches it, with the same security. */
  static final int OUTSIDE_PORT = 9095;

  private static final String ADMIN = "admin";
  private static final int CONTROLLER_PORT = 9094;
  private static final String SCRAM = "SCRAM-SHA-512";

  private final Path folder;
  private final Path authority;

  /**
   * @param folder its own
   * @param authority where the CA's certificate goes
   */
  ContainerBroker(Path folder, Path authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * Formats its storage and writes its configuration.
   *
   * @param outside the address that the outside reaches it by
   * @param inside the folder as the broker itself sees it
   */
  void prepare(List<String> users, String outside, Path inside) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    List<String> all = new ArrayList<>(users);
    all.add(ADMIN);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setScramArguments(
            all.stream()
                .map(user -> SCRAM + "=[name=" + user + ",password=" + password(user) + "]")
                .toList())
        .run();
    Properties properties = new Properties();
    properties.putAll(new BrokerFolder(inside.resolve("data")).properties(9091, CONTROLLER_PORT));
    properties.putAll(security(outside, inside));
    try (Writer writer = Files.newBufferedWriter(folder.resolve("server.properties"))) {
      properties.store(writer, null);
    }
    issueCertificate();
  }

  /** Issues a certificate of a new authority, which a broker has from its next start on. */
  void issueCertificate() throws Exception {
    BrokerCertificate.issue(HOST, folder.resolve("broker.p12"), authority);
  }

  /** Makes topics and rights, through the outside's address. */
  void apply(String outside, List<JsonNode> manifests) throws Exception {
    try (Admin admin = admin(outside)) {
      KafkaManifests.apply(admin, manifests);
    }
  }

  /** Changes a user's password, through the outside's address. */
  void changePassword(String outside, String user, String password) throws Exception {
    ScramCredentialInfo hash = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    try (Admin admin = admin(outside)) {
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(user, hash, password)))
          .all()
          .get();
    }
  }

  private Admin admin(String outside) {
    Map<String, Object> properties = new HashMap<>(outsideClient());
    properties.put("bootstrap.servers", outside);
    return Admin.create(properties);
  }

  /** What clients from the outside are set to. */
  Map<String, String> outsideClient() {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        SCRAM,
        "sasl.jaas.config",
        login(ADMIN, password(ADMIN)),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        authority.toString());
  }

  /** The {@code sasl.jaas.config} of a user's Secret. */
  static String login(String user, String password) {
    return ScramLoginModule.class.getName()
        + " required username=\"%s\" password=\"%s\";".formatted(user, password);
  }

  /** The one that a user has at first. */
  static String password(String user) {
    return "of-" + user;
  }

  /** What is different from a broker without security. */
  private static Map<String, String> security(String outside, Path inside) {
    return Map.ofEntries(
        Map.entry(
            "listeners",
            "CLIENTS://127.0.0.1:9093,OUTSIDE://127.0.0.1:%d,INTERNAL://127.0.0.1:9091,CONTROLLER://127.0.0.1:%d"
                .formatted(OUTSIDE_PORT, CONTROLLER_PORT)),
        Map.entry(
            "advertised.listeners",
            "CLIENTS://%s:9093,OUTSIDE://%s,INTERNAL://127.0.0.1:9091".formatted(HOST, outside)),
        Map.entry("inter.broker.listener.name", "INTERNAL"),
        Map.entry(
            "listener.security.protocol.map",
            "CLIENTS:SASL_SSL,OUTSIDE:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("sasl.enabled.mechanisms", SCRAM),
        Map.entry("listener.name.clients.scram-sha-512.sasl.jaas.config", scram()),
        Map.entry("listener.name.outside.scram-sha-512.sasl.jaas.config", scram()),
        Map.entry("ssl.keystore.type", "PKCS12"),
        Map.entry("ssl.keystore.location", inside.resolve("broker.p12").toString()),
        Map.entry("ssl.keystore.password", BrokerCertificate.PASSWORD),
        Map.entry("ssl.key.password", BrokerCertificate.PASSWORD),
        Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
        // The broker talks to itself without a login.
        Map.entry("super.users", "User:" + ADMIN + ";User:ANONYMOUS"));
  }

  private static String scram() {
    return ScramLoginModule.class.getName() + " required;";
  }
}
