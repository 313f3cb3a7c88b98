package io.labelstream.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes folders and files that only their owner can open, from their first moment on, where the
 * file system knows owners.
 */
public final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ENTERS =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_AND_GROUP_ENTER =
      PosixFilePermissions.fromString("rwxrwx---");
  private static final Set<PosixFilePermission> OWNER_READS =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFolder() {}

  /** Makes a folder, and parents that are missing; a folder that exists keeps its mode. */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, onlyOnCreation(folder, OWNER_ENTERS));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /**
   * Makes a folder for its owner alone, and closes a folder that an earlier version has left open.
   * A folder of another user, or a link to elsewhere, keeps its mode.
   */
  public static void createOrClose(Path folder) throws IOException {
    create(folder);
    close(folder, OWNER_ENTERS);
  }

  /** The same, except that the group keeps its permissions on a folder that exists. */
  public static void createOrCloseToAllButGroup(Path folder) throws IOException {
    create(folder);
    close(folder, OWNER_AND_GROUP_ENTER);
  }

  /**
   * Makes an empty file, and its folder, or closes an existing file, as {@link #createOrClose}
   * does.
   */
  public static void createOrCloseFile(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      create(folder);
    }
    if (Files.notExists(file)) {
      Files.createFile(file, onlyOnCreation(file, OWNER_READS));
    }
    close(file, OWNER_READS);
  }

  private static FileAttribute<?>[] onlyOnCreation(Path path, Set<PosixFilePermission> mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
        : new FileAttribute<?>[0];
  }

  private static void close(Path path, Set<PosixFilePermission> most) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null || Files.isSymbolicLink(path)) {
      return;
    }
    Set<PosixFilePermission> mode = view.readAttributes().permissions();
    Set<PosixFilePermission> closed = EnumSet.copyOf(most);
    closed.retainAll(mode);
    if (closed.equals(mode)) {
      return;
    }
    try {
      view.setPermissions(closed);
    } catch (FileSystemException e) {
      // Another user owns it, or its file system does not let modes be changed.
    }
  }
}
