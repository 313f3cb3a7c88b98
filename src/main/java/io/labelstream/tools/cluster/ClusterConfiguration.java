package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.BrokerFolder;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;

final class ClusterConfiguration {

  /**
   * A dead process is given up after this time; Flink's own 50 s and 60 s are for many machines.
   */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /**
   * After this time a job that wants more slots than there are fails and says so; Flink's own five
   * minutes are longer than a submission is waited for. TaskManagers are back within seconds.
   */
  private static final Duration SLOTS_AWAITED = Duration.ofSeconds(30);

  private final ClusterFolder folder;
  private final ClusterPorts ports;

  ClusterConfiguration(ClusterFolder folder, ClusterPorts ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /**
   * @param tasks how many tasks a job has unless it says otherwise; each TaskManager has the slots
   *     for all of them, so that it can take over from one that has died
   * @param options has further settings, which win over ours
   */
  void write(int tasks, ProcessCluster.Options options) throws IOException {
    ports.write(folder.ports());
    BrokerFolder broker = new BrokerFolder(folder.broker());
    broker.format();
    Map<String, String> properties =
        new HashMap<>(broker.properties(ports.kafka(), ports.controller()));
    properties.putAll(options.broker());
    PropertiesFile.write(folder.brokerProperties(), properties);
    PropertiesFile.write(
        folder.zooKeeperProperties(),
        Map.of(
            "dataDir",
            folder.zooKeeper().toString(),
            "clientPort",
            Integer.toString(ports.zooKeeper()),
            "clientPortAddress",
            Ports.LOOPBACK,
            "initLimit",
            "10",
            "syncLimit",
            "5",
            "tickTime",
            "2000",
            "admin.enableServer",
            "false",
            // Flink's starter wants it, though a single server has no peers.
            "server.1",
            Ports.LOOPBACK + ":2888:3888"));
    Configuration flink = flink(tasks);
    options.flink().forEach(flink::setString);
    Files.write(
        folder.flinkConfiguration().resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(flink, true));
    try (InputStream log =
        Objects.requireNonNull(
            ClusterConfiguration.class.getResourceAsStream("/log4j2-cluster.xml"))) {
      Files.copy(log, folder.logConfiguration(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Configuration flink(int tasks) throws IOException {
    Configuration configuration =
        FlinkProcessConfiguration.onLoopback(
            ports.flink(), tasks, folder.temporary(), folder.flinkSecret());
    configuration.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.ofMebiBytes(960));
    configuration.set(
        TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE,
        TaskManagerOptions.TaskManagerLoadBalanceMode.SLOTS);
    configuration.set(ResourceManagerOptions.STANDALONE_CLUSTER_STARTUP_PERIOD_TIME, SLOTS_AWAITED);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, tasks);
    configuration.set(HighAvailabilityOptions.HA_MODE, "zookeeper");
    configuration.set(
        HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, Ports.LOOPBACK + ":" + ports.zooKeeper());
    configuration.set(HighAvailabilityOptions.HA_CLUSTER_ID, "/labelstream");
    configuration.set(
        HighAvailabilityOptions.HA_STORAGE_PATH, folder.highAvailability().toUri().toString());
    configuration.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, SILENCE);
    configuration.set(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT, SILENCE);
    configuration.set(SecurityOptions.ZOOKEEPER_SASL_DISABLE, true);
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, SILENCE);
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, SILENCE.dividedBy(5));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.checkpoints().toUri().toString());
    configuration.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, folder.savepoints().toUri().toString());
    return configuration;
  }
}
