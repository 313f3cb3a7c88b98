package io.labelstream.images;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * The bytes of images by their hash, in any file system of Flink's.
 *
 * <p>A file of a hash's name is always whole: it is written under another name and renamed, or, in
 * an object store, which shows an object when all of it has arrived, written as it is.
 */
final class ImageBlobs {

  private static final String UNFINISHED = "unfinished-";
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3p", "gs", "oss");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final URI folder;

  /** Blobs in a folder, whose URI has a slash at its end. */
  ImageBlobs(URI folder) {
    this.folder = folder;
  }

  /** Where the bytes of a hash are. */
  URI uri(String hash) {
    return folder.resolve(hash);
  }

  void prepare() throws IOException {
    fileSystem().mkdirs(new Path(folder));
  }

  /** Writes the bytes, unless they are there. */
  void put(String hash, byte[] bytes) throws IOException {
    FileSystem files = fileSystem();
    Path target = new Path(uri(hash));
    if (files.exists(target)) {
      return;
    }
    if (OBJECT_STORES.contains(folder.getScheme())) {
      write(files, target, bytes);
      return;
    }
    Path unfinished = new Path(folder.resolve(UNFINISHED + UUID.randomUUID()));
    try {
      write(files, unfinished, bytes);
      if (!files.rename(unfinished, target)) {
        throw new IOException("an image could not be renamed in " + folder);
      }
    } finally {
      files.delete(unfinished, false);
    }
  }

  private static void write(FileSystem files, Path path, byte[] bytes) throws IOException {
    try (OutputStream out = files.create(path, FileSystem.WriteMode.OVERWRITE)) {
      out.write(bytes);
    }
  }

  /**
   * Opens the bytes.
   *
   * @throws FileNotFoundException if there are none
   */
  InputStream open(String hash) throws IOException {
    return fileSystem().open(new Path(uri(hash)));
  }

  void delete(String hash) throws IOException {
    fileSystem().delete(new Path(uri(hash)), false);
  }

  /**
   * Looks through what was last written before a time, and removes what killed writers have left.
   *
   * @return the hashes of the rest
   */
  List<String> sweep(long beforeMillis) throws IOException {
    List<String> hashes = new ArrayList<>();
    for (FileStatus file : files()) {
      String name = file.getPath().getName();
      if (file.getModificationTime() >= beforeMillis) {
        continue;
      }
      if (name.startsWith(UNFINISHED)) {
        fileSystem().delete(file.getPath(), false);
      } else if (HASH.matcher(name).matches()) {
        hashes.add(name);
      }
    }
    return hashes;
  }

  private FileStatus[] files() throws IOException {
    try {
      FileStatus[] files = fileSystem().listStatus(new Path(folder));
      return files == null ? new FileStatus[0] : files;
    } catch (FileNotFoundException e) {
      return new FileStatus[0]; // An object store knows no empty folder.
    }
  }

  private FileSystem fileSystem() throws IOException {
    return new Path(folder).getFileSystem();
  }
}
