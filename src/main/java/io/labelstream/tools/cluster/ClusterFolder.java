package io.labelstream.tools.cluster;

import io.labelstream.files.PrivateFolder;
import io.labelstream.tools.sandbox.FolderLock;
import io.labelstream.tools.sandbox.ReadyFile;
import io.labelstream.tools.sandbox.RetainedCheckpoints;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.util.FileUtils;

/** The folder of a cluster, with the files and folders in it. */
final class ClusterFolder {

  private final Path root;

  ClusterFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  private Path configuration() {
    return root.resolve("conf");
  }

  private Path flink() {
    return root.resolve("flink");
  }

  private Path logs() {
    return root.resolve("logs");
  }

  Path ports() {
    return configuration().resolve("ports.properties");
  }

  Path brokerProperties() {
    return configuration().resolve("broker.properties");
  }

  Path zooKeeperProperties() {
    return configuration().resolve("zookeeper.properties");
  }

  /** The folder that Flink calls {@code conf}. */
  Path flinkConfiguration() {
    return configuration().resolve("flink");
  }

  Path logConfiguration() {
    return configuration().resolve("log4j2.xml");
  }

  Path broker() {
    return root.resolve("kafka");
  }

  Path zooKeeper() {
    return root.resolve("zookeeper");
  }

  Path highAvailability() {
    return flink().resolve("high-availability");
  }

  Path checkpoints() {
    return flink().resolve("checkpoints");
  }

  Path savepoints() {
    return flink().resolve("savepoints");
  }

  Path facade() {
    return root.resolve("facade");
  }

  Path images() {
    return root.resolve("images");
  }

  Path keys() {
    return facade().resolve("keys.json");
  }

  Path apiKey() {
    return root.resolve("api-key");
  }

  /** The file of the secret that lets a request change something through Flink's REST API. */
  Path flinkSecret() {
    return root.resolve("flink-secret");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path log(ClusterProcess part) {
    return logs().resolve(part + ".log");
  }

  /** What a process prints, which is nothing unless its Java cannot run. */
  Path output(ClusterProcess part) {
    return logs().resolve(part + ".out");
  }

  Path processes() {
    return root.resolve("processes");
  }

  Path readyFile() {
    return root.resolve("cluster.json");
  }

  /**
   * Makes the folders, for their owner alone, and empties the temporary one, which killed processes
   * leave full.
   */
  void prepare() throws IOException {
    FileUtils.deleteDirectory(temporary().toFile());
    for (Path folder :
        List.of(
            configuration(),
            zooKeeper(),
            broker(),
            flink(),
            facade(),
            images(),
            temporary(),
            logs(),
            processes())) {
      PrivateFolder.createOrClose(folder);
    }
    for (Path folder :
        List.of(flinkConfiguration(), highAvailability(), checkpoints(), savepoints())) {
      Files.createDirectories(folder);
    }
  }

  /**
   * Holds the folder against other commands on it until what it returns is closed.
   *
   * @throws SandboxException if another one holds it, or it cannot be written
   */
  Closeable lock() throws SandboxException {
    if (root.toString().matches(".*[,: ].*")) {
      throw new SandboxException(
          root
              + " has a comma, a colon or a space, which Kafka or Flink would take for the end of a"
              + " path: choose another folder with --dir");
    }
    try {
      return FolderLock.take(root)
          .orElseThrow(
              () ->
                  new SandboxException(
                      "another command is at work on " + root + ": wait until it has ended"));
    } catch (SandboxException e) {
      throw e;
    } catch (IOException e) {
      throw new SandboxException(
          root + " cannot be written: choose another folder with --dir (" + e + ")", e);
    }
  }

  /** The URI of the newest complete checkpoint of a job, which Flink keeps if it is cancelled. */
  Optional<String> newestCheckpoint(String job) throws IOException {
    return RetainedCheckpoints.newest(checkpoints().resolve(job))
        .map(checkpoint -> checkpoint.toUri().toString());
  }

  void writeReady(ClusterAddresses addresses) throws IOException {
    ReadyFile.write(readyFile(), addresses);
  }
}
