package io.labelstream.tools.sandbox;

import io.labelstream.files.PrivateFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a folder against others, until it is closed or its process has ended. */
public final class FolderLock implements Closeable {

  private final FileChannel file;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes a folder. One that does not exist is made, for its owner alone.
   *
   * @return empty if this process or another has taken it
   * @throws IOException if the folder cannot be written
   */
  public static Optional<FolderLock> take(Path folder) throws IOException {
    PrivateFolder.create(folder);
    FileChannel file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(file) == null) {
      file.close();
      return Optional.empty();
    }
    return Optional.of(new FolderLock(file));
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // This very process holds the lock.
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
