package io.labelstream.kafka;

import io.labelstream.tools.sandbox.BrokerFolder;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The broker of local mode, with some properties otherwise. */
public final class TestBroker {

  private static final Set<String> LISTENERS =
      Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  private TestBroker() {}

  /**
   * Starts a broker on a folder, which may be that of one that has ended.
   *
   * @param port for clients without security
   * @param properties listeners among them are added to that of the port
   */
  public static EmbeddedBroker start(Path folder, int port, Map<String, String> properties)
      throws IOException {
    BrokerFolder node = new BrokerFolder(folder);
    Map<String, String> all = new HashMap<>(node.properties(port, Ports.free()));
    properties.forEach(
        (name, value) ->
            all.merge(
                name, value, (ours, more) -> LISTENERS.contains(name) ? ours + "," + more : more));
    return EmbeddedBroker.start(node, port, all);
  }
}
