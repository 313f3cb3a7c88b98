package io.labelstream.tools.sandbox;

import io.labelstream.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The folder and the properties of a single Kafka node, broker and controller in one. */
public final class BrokerFolder {

  /** This is enough for an event with an image of 20 MiB in base64. */
  public static final int MAX_REQUEST_BYTES = 32 * 1024 * 1024;

  private static final int NODE_ID = 1;
  private static final int SOME_PORT = 9092;
  private static final String CONTROLLER = "CONTROLLER";

  private final Path directory;

  public BrokerFolder(Path directory) {
    this.directory = directory;
  }

  /** Formats the folder for a node, unless it has been formatted before. */
  public void format() throws IOException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(CONTROLLER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    } catch (Exception e) {
      throw new SandboxException("the folder of the broker cannot be set up: " + e, e);
    }
  }

  /**
   * Checks the properties that a user sets beside ours.
   *
   * @throws InvalidSettingsException if a node would not start with them
   */
  public static void check(Map<String, String> properties) {
    Map<String, String> all =
        new HashMap<>(new BrokerFolder(Path.of("/")).properties(SOME_PORT, SOME_PORT + 1));
    all.putAll(properties);
    try {
      new KafkaConfig(all, false);
    } catch (KafkaException | IllegalArgumentException e) {
      throw new InvalidSettingsException("the broker cannot be set up: " + e.getMessage(), e);
    }
  }

  /**
   * Kafka's properties for the node.
   *
   * @param port the port for clients, on loopback
   * @param controllerPort the port at which the node talks to itself
   */
  public Map<String, String> properties(int port, int controllerPort) {
    String clients = Ports.LOOPBACK + ":" + port;
    String controller = Ports.LOOPBACK + ":" + controllerPort;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry("controller.quorum.voters", NODE_ID + "@" + controller),
        Map.entry("listeners", "PLAINTEXT://" + clients + "," + CONTROLLER + "://" + controller),
        Map.entry("advertised.listeners", "PLAINTEXT://" + clients),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry(
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
        Map.entry("log.dirs", directory.toString()),
        Map.entry("message.max.bytes", Integer.toString(MAX_REQUEST_BYTES)),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // Nobody else reads the metadata, whose records of no meaning tell that its writer lives.
        Map.entry("metadata.max.idle.interval.ms", "0"),
        // Each thread that has nothing to do wakes three times a second. By default there are 26.
        Map.entry("num.network.threads", "2"),
        Map.entry("listener.name.controller.num.network.threads", "1"),
        Map.entry("num.io.threads", "2"),
        Map.entry("group.coordinator.threads", "1"),
        // After a kill, the controller refuses the same broker until its old session has ended.
        Map.entry("broker.session.timeout.ms", "3000"),
        Map.entry("broker.heartbeat.interval.ms", "1000"));
  }
}
