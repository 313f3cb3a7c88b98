package io.labelstream.kafka;

import io.labelstream.tools.sandbox.BrokerFolder;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** The broker of local mode, with some properties otherwise. */
public final class TestBroker implements AutoCloseable {

  private static final Set<String> LISTENERS =
      Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private TestBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker on a folder, which may be that of one that has ended.
   *
   * @param port for clients without security
   * @param properties listeners among them are added to that of the port
   */
  public static TestBroker start(Path folder, int port, Map<String, String> properties)
      throws IOException {
    BrokerFolder node = new BrokerFolder(folder);
    node.format();
    Map<String, String> all = new HashMap<>(node.properties(port, Ports.free()));
    properties.forEach(
        (name, value) ->
            all.merge(
                name, value, (ours, more) -> LISTENERS.contains(name) ? ours + "," + more : more));
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(all, false), Time.SYSTEM);
    server.startup();
    return new TestBroker(server, Ports.LOOPBACK + ":" + port);
  }

  /** Where clients without security connect. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
