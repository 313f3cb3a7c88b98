package io.labelstream.tools.local;

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

/** The folder that outlives a local mode; one process holds it at a time. */
final class DataDirectory implements AutoCloseable {

  private final Path directory;
  private final FolderLock lock;

  private DataDirectory(Path directory, FolderLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the folder, making it if need be, and removes an earlier process's sign of being ready.
   */
  static DataDirectory open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().normalize();
    if (directory.toString().contains(",")) {
      throw new SandboxException(
          directory
              + " has a comma, which Kafka takes for the end of a path: choose another folder with"
              + " --data");
    }
    Optional<FolderLock> lock;
    try {
      lock = FolderLock.take(directory);
    } catch (IOException e) {
      throw new SandboxException(
          directory + " cannot be written: choose another folder with --data (" + e + ")", e);
    }
    if (lock.isEmpty()) {
      throw new SandboxException(
          directory
              + " is in use by another local mode: stop that one, or choose another folder with"
              + " --data");
    }
    DataDirectory data = new DataDirectory(directory, lock.get());
    Files.deleteIfExists(data.readyFile());
    return data;
  }

  Path broker() {
    return directory.resolve("kafka");
  }

  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  Path images() {
    return directory.resolve("images");
  }

  /** The file of the secret that lets a request change something through Flink's REST API. */
  Path flinkSecret() {
    return directory.resolve("flink-secret");
  }

  Path root() {
    return directory;
  }

  Path log() {
    return log(directory);
  }

  static Path log(Path directory) {
    return logs(directory).resolve("labelstream.log");
  }

  static Path logs(Path directory) {
    return directory.resolve("logs");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  /**
   * Makes the folders, each for its owner alone, and empties the temporary one, which a killed
   * process leaves full.
   */
  void prepare() throws IOException {
    FileUtils.deleteDirectory(temporary().toFile());
    for (Path folder : List.of(temporary(), images(), checkpoints(), broker(), logs(directory))) {
      PrivateFolder.createOrClose(folder);
    }
  }

  /** The newest complete checkpoint, if there is one. */
  Optional<Path> latestCheckpoint() throws IOException {
    return RetainedCheckpoints.newest(checkpoints());
  }

  /** Tells whoever watches the folder that all is ready, until the returned object is closed. */
  Closeable writeReady(Object addresses) throws IOException {
    ReadyFile.write(readyFile(), addresses);
    return () -> Files.deleteIfExists(readyFile());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private Path readyFile() {
    return directory.resolve("local.json");
  }
}
