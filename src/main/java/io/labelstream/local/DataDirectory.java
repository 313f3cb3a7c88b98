package io.labelstream.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/** The folder that outlives a local mode, held by one process at a time. */
final class DataDirectory implements AutoCloseable {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path directory;
  private final FileChannel lockFile;

  private DataDirectory(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder, making it if need be, and removes what an earlier process left of its being
   * ready.
   */
  static DataDirectory open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().normalize();
    if (directory.toString().contains(",")) {
      throw new LocalModeException(
          directory
              + " has a comma, which Kafka takes for the end of a path: choose another folder with"
              + " --data");
    }
    FileChannel lockFile;
    try {
      Files.createDirectories(directory);
      lockFile =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new LocalModeException(
          directory + " cannot be written: choose another folder with --data (" + e + ")", e);
    }
    if (tryLock(lockFile) == null) {
      lockFile.close();
      throw new LocalModeException(
          directory
              + " is in use by another local mode: stop that one, or choose another folder with"
              + " --data");
    }
    DataDirectory data = new DataDirectory(directory, lockFile);
    Files.deleteIfExists(data.readyFile());
    return data;
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Held by this very process.
    }
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

  Path root() {
    return directory;
  }

  Path log() {
    return log(directory);
  }

  static Path log(Path directory) {
    return directory.resolve("logs").resolve("labelstream.log");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  /** Makes the folders and empties the temporary one, which a killed process leaves full. */
  void prepare() throws IOException {
    FileUtils.deleteDirectory(temporary().toFile());
    for (Path folder : new Path[] {temporary(), images(), checkpoints()}) {
      Files.createDirectories(folder);
    }
  }

  /** The newest complete checkpoint, if there is one. */
  Optional<Path> latestCheckpoint() throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints(), 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }

  /** Tells whoever watches the folder that all of it is ready, until what it returns is closed. */
  Closeable writeReady(Object addresses) throws IOException {
    Path temporary = directory.resolve("local.json.tmp");
    OwnerOnly.write(temporary, JSON.writeValueAsBytes(addresses));
    Files.move(temporary, readyFile(), StandardCopyOption.ATOMIC_MOVE);
    return () -> Files.deleteIfExists(readyFile());
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private Path readyFile() {
    return directory.resolve("local.json");
  }
}
