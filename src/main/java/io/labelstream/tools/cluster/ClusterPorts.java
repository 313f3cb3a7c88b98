package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What the cluster listens on, on loopback.
 *
 * @param facade the REST facade
 * @param kafka the broker
 * @param flink Flink's web UI and REST API
 * @param zooKeeper ZooKeeper
 * @param controller the broker's controller
 * @param management the facade's metrics
 */
record ClusterPorts(
    int facade, int kafka, int flink, int zooKeeper, int controller, int management) {

  private static final ClusterPorts USUAL = new ClusterPorts(8080, 9092, 8081, 0, 0, 0);

  /**
   * Those that are wanted, else those of before, else the usual ones; and any free ones for what
   * only the cluster itself connects to.
   *
   * @param file where those of before may be
   */
  static ClusterPorts choose(ProcessCluster.Options options, Path file) throws IOException {
    ClusterPorts before = Files.exists(file) ? read(file) : USUAL;
    int facade = options.port().orElse(before.facade);
    int kafka = options.kafkaPort().orElse(before.kafka);
    int flink = options.flinkPort().orElse(before.flink);
    Ports.checkFree(facade, "--port");
    Ports.checkFree(kafka, "--kafka-port");
    Ports.checkFree(flink, "--flink-port");
    return new ClusterPorts(facade, kafka, flink, Ports.free(), Ports.free(), Ports.free());
  }

  /**
   * Checks that nothing else is wanted of a cluster that runs.
   *
   * @throws SandboxException if it is
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

  /** Those of an earlier call. */
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
