package io.labelstream.tools.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A single Kafka node, broker and controller in one, in this process. */
public final class EmbeddedBroker implements AutoCloseable {

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a node on a folder, which is formatted if it is new. */
  public static EmbeddedBroker start(Path directory, int port) throws IOException {
    BrokerFolder folder = new BrokerFolder(directory);
    return start(folder, port, folder.properties(port, Ports.free()));
  }

  /**
   * Starts a node with other properties than those of its folder.
   *
   * @param port the one in the properties for clients without a login
   */
  public static EmbeddedBroker start(BrokerFolder folder, int port, Map<String, String> properties)
      throws IOException {
    folder.format();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server, Ports.LOOPBACK + ":" + port);
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
