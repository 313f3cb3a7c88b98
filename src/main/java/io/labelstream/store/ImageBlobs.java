package io.labelstream.store;

import io.labelstream.files.PrivateFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * The bytes of images in files, in any file system of Flink's, each operation within a time limit.
 *
 * <p>A file is always whole: it is written under another name and renamed, or, in an object store,
 * which shows an object when all of it has arrived, written as it is. It is written once: bytes
 * that come again get a file of another name.
 */
final class ImageBlobs implements AutoCloseable {

  private static final String UNFINISHED = "unfinished-";
  private static final Pattern FILE = Pattern.compile("[0-9a-f-]{36}-[0-9a-f]{64}");
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3p", "gs", "oss");

  private final URI folder;
  private final boolean isObjectStore;
  private final TimeLimitedStorage storage;

  /**
   * @param folder URI with a slash at its end
   * @param limit for each operation
   */
  ImageBlobs(URI folder, Duration limit) {
    this.folder = folder;
    isObjectStore = OBJECT_STORES.contains(folder.getScheme());
    storage = new TimeLimitedStorage(folder, limit);
  }

  URI uri(String file) {
    return folder.resolve(file);
  }

  /** The file of a URI, if {@link #uri} could have made it. */
  Optional<String> file(URI uri) {
    String text = uri.toString();
    String file = text.substring(text.lastIndexOf('/') + 1);
    return FILE.matcher(file).matches() && uri(file).equals(uri)
        ? Optional.of(file)
        : Optional.empty();
  }

  /**
   * Makes the folder, or only asks an object store, which has no folders. A folder on this machine
   * is made for its owner alone; whoever shares it makes it first, and it keeps its mode.
   */
  void prepare() throws IOException {
    storage.call(
        () -> {
          if (!fileSystem().isDistributedFS()) {
            PrivateFolder.create(java.nio.file.Path.of(folder));
            return true;
          }
          Path path = new Path(folder);
          return isObjectStore ? fileSystem().exists(path) : fileSystem().mkdirs(path);
        });
  }

  /** Makes a name that no file has had, for bytes of a hash. */
  static String newName(String hash) {
    return UUID.randomUUID() + "-" + hash;
  }

  /** Writes bytes into a file of a new name, which may still appear after a time-out. */
  void put(String file, byte[] bytes) throws IOException {
    storage.call(
        () -> {
          write(file, bytes);
          return file;
        });
  }

  private void write(String file, byte[] bytes) throws IOException {
    FileSystem files = fileSystem();
    Path target = new Path(uri(file));
    if (isObjectStore) {
      create(files, target, bytes);
      return;
    }
    Path unfinished = new Path(uri(UNFINISHED + file));
    try {
      create(files, unfinished, bytes);
      if (!files.rename(unfinished, target)) {
        throw new IOException("an image could not be renamed in " + folder);
      }
    } finally {
      files.delete(unfinished, false);
    }
  }

  private static void create(FileSystem files, Path path, byte[] bytes) throws IOException {
    try (OutputStream out = files.create(path, FileSystem.WriteMode.OVERWRITE)) {
      out.write(bytes);
    }
  }

  /**
   * Opens a file.
   *
   * @throws FileNotFoundException if there is no such file
   */
  InputStream open(String file) throws IOException {
    return storage.limited(storage.call(() -> openOrClose(new Path(uri(file)))));
  }

  private InputStream openOrClose(Path path) throws IOException {
    InputStream in = fileSystem().open(path);
    if (Thread.interrupted()) {
      // The caller has given up meanwhile, so nobody else will close the stream.
      in.close();
      throw new InterruptedIOException();
    }
    return in;
  }

  /** Removes a file, finished or not, if it exists. */
  void delete(String file) throws IOException {
    storage.call(
        () -> {
          FileSystem files = fileSystem();
          if (!isObjectStore) {
            files.delete(new Path(uri(UNFINISHED + file)), false);
          }
          return files.delete(new Path(uri(file)), false);
        });
  }

  private FileSystem fileSystem() throws IOException {
    return new Path(folder).getFileSystem();
  }

  @Override
  public void close() {
    storage.close();
  }
}
