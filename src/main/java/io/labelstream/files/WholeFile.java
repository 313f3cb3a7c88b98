package io.labelstream.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that are replaced as a whole: whoever reads one, or starts after a crash, finds all of the
 * new content or all of the old.
 */
public final class WholeFile {

  /** What writes a content that is too large to be in memory as a whole. */
  @FunctionalInterface
  public interface Content {

    /**
     * @param unfinished the file to write to
     */
    void writeTo(Path unfinished) throws IOException;
  }

  private WholeFile() {}

  /** Writes a file through another one beside it. */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, beside(file), content);
  }

  /**
   * Writes a file through another one.
   *
   * @param unfinished where the content is written first, on the same file system
   */
  public static void write(Path file, Path unfinished, byte[] content) throws IOException {
    Files.write(unfinished, content);
    move(unfinished, file);
  }

  /** Writes a file through another one beside it, which is deleted if that fails. */
  public static void write(Path file, Content content) throws IOException {
    Path unfinished = beside(file);
    try {
      content.writeTo(unfinished);
      move(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Writes a file that no other user can read, where the file system knows users. */
  public static void writeForOwner(Path file, byte[] content) throws IOException {
    Path unfinished = beside(file);
    Files.deleteIfExists(unfinished);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    write(file, unfinished, content);
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  private static void move(Path unfinished, Path file) throws IOException {
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
