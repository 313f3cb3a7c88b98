package io.labelstream.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.local.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/** The folder of a cluster, and what is where in it. */
final class ClusterFolder {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path root;

  ClusterFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path ports() {
    return root.resolve("conf").resolve("ports.properties");
  }

  Path brokerProperties() {
    return root.resolve("conf").resolve("broker.properties");
  }

  Path zooKeeperProperties() {
    return root.resolve("conf").resolve("zookeeper.properties");
  }

  /** The folder that Flink calls {@code conf}. */
  Path flinkConfiguration() {
    return root.resolve("conf").resolve("flink");
  }

  Path logConfiguration() {
    return root.resolve("conf").resolve("log4j2.xml");
  }

  Path broker() {
    return root.resolve("kafka");
  }

  Path zooKeeper() {
    return root.resolve("zookeeper");
  }

  Path highAvailability() {
    return root.resolve("flink").resolve("high-availability");
  }

  Path checkpoints() {
    return root.resolve("flink").resolve("checkpoints");
  }

  Path savepoints() {
    return root.resolve("flink").resolve("savepoints");
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

  Path temporary() {
    return root.resolve("tmp");
  }

  Path log(Part part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  Path processes() {
    return root.resolve("processes");
  }

  Path readyFile() {
    return root.resolve("cluster.json");
  }

  /** Makes the folders and empties the temporary one, which killed processes leave full. */
  void prepare() throws IOException {
    FileUtils.deleteDirectory(temporary().toFile());
    for (Path folder :
        new Path[] {
          flinkConfiguration(),
          zooKeeper(),
          highAvailability(),
          checkpoints(),
          savepoints(),
          facade(),
          images(),
          temporary(),
          root.resolve("logs"),
          processes()
        }) {
      Files.createDirectories(folder);
    }
  }

  /**
   * Holds the folder against other commands on it until what it returns is closed.
   *
   * @throws ClusterException if another one holds it, or it cannot be written
   */
  Closeable lock() throws ClusterException {
    if (root.toString().matches(".*[,: ].*")) {
      throw new ClusterException(
          root
              + " has a comma, a colon or a space, which Kafka or Flink would take for the end of a"
              + " path: choose another folder with --dir");
    }
    try {
      Files.createDirectories(root);
      FileChannel file =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (file.tryLock() == null) {
        file.close();
        throw new ClusterException(
            "another command is at work on " + root + ": wait until it has ended");
      }
      return file;
    } catch (ClusterException e) {
      throw e;
    } catch (IOException e) {
      throw new ClusterException(
          root + " cannot be written: choose another folder with --dir (" + e + ")", e);
    }
  }

  /** The URI of the newest complete checkpoint of a job, which Flink keeps if it is cancelled. */
  Optional<String> newestCheckpoint(String job) throws IOException {
    Path ofJob = checkpoints().resolve(job);
    if (!Files.exists(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(ofJob)) {
      return files
          .filter(checkpoint -> Files.exists(checkpoint.resolve("_metadata")))
          .max(Comparator.comparingLong(checkpoint -> checkpoint.toFile().lastModified()))
          .map(checkpoint -> checkpoint.toUri().toString());
    }
  }

  void writeReady(ClusterAddresses addresses) throws IOException {
    Path unfinished = root.resolve("cluster.json.tmp");
    OwnerOnly.write(unfinished, JSON.writeValueAsBytes(addresses));
    Files.move(unfinished, readyFile(), StandardCopyOption.ATOMIC_MOVE);
  }
}
