package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * The ports of a cluster, all on loopback.
 *
 * @param facade the REST facade's port
 * @param kafka the broker's port for clients
 * @param flink the port of Flink's web UI and REST API
 * @param zooKeeper ZooKeeper's port for clients
 * @param controller the port of the broker's controller
 * @param management the port of the facade's metrics
 */
record ClusterPorts(
    int facade, int kafka, int flink, int zooKeeper, int controller, int management) {

  private static final ClusterPorts USUAL = new ClusterPorts(8080, 9092, 8081, 0, 0, 0);

  /**
   * Chooses the ports that the options name, or else those of the cluster's last start, or else the
   * usual ones. Ports to which only the cluster itself connects are any free ones.
   *
   * @param file where the ports of the last start are, if there was one
   */
  static ClusterPorts choose(ProcessCluster.Options options, Path file) throws IOException {
    ClusterPorts before = lastOrUsual(file);
    int facade = options.port().orElse(before.facade);
    int kafka = options.kafkaPort().orElse(before.kafka);
    int flink = options.flinkPort().orElse(before.flink);
    Ports.checkFree(facade, "--port");
    Ports.checkFree(kafka, "--kafka-port");
    Ports.checkFree(flink, "--flink-port");
    return new ClusterPorts(facade, kafka, flink, Ports.free(), Ports.free(), Ports.free());
  }

  /** The ports that the options need not name. */
  static ClusterPorts lastOrUsual(Path file) throws IOException {
    return Files.exists(file) ? read(file) : USUAL;
  }

  /**
   * Checks that the options ask nothing else of a running cluster than it has.
   *
   * @throws SandboxException if they do
   */
  void checkUnchanged(ProcessCluster.Options options) throws SandboxException {
    if (options.port().orElse(facade) != facade
        || options.kafkaPort().orElse(kafka) != kafka
        || options.flinkPort().orElse(flink) != flink
        || !options.flink().isEmpty()
        || !options.broker().isEmpty()) {
      throw new SandboxException(
          "ports and settings cannot change while the cluster runs: down first, then up");
    }
  }

  /** Reads the ports that {@link #write} has written. */
  static ClusterPorts read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new SandboxException(
          "there is no cluster in this folder: start one with up, or name its folder with --dir");
    }
    Properties properties = PropertiesFile.read(file);
    return new ClusterPorts(
        port(properties, "facade"),
        port(properties, "kafka"),
        port(properties, "flink"),
        port(properties, "zookeeper"),
        port(properties, "controller"),
        port(properties, "management"));
  }

  void write(Path file) throws IOException {
    PropertiesFile.write(
        file,
        Map.of(
            "facade", Integer.toString(facade),
            "kafka", Integer.toString(kafka),
            "flink", Integer.toString(flink),
            "zookeeper", Integer.toString(zooKeeper),
            "controller", Integer.toString(controller),
            "management", Integer.toString(management)));
  }

  String restUrl() {
    return "http://" + Ports.LOOPBACK + ":" + facade;
  }

  String flinkUrl() {
    return "http://" + Ports.LOOPBACK + ":" + flink;
  }

  String bootstrapServers() {
    return Ports.LOOPBACK + ":" + kafka;
  }

  private static int port(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name));
  }
}
