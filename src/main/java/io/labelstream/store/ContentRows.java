package io.labelstream.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of what files hold: contents, which images name, and files that no content names. */
final class ContentRows {

  private ContentRows() {}

  /**
   * Locks the row of a content for the rest of the transaction, as whoever begins or ends to use
   * the bytes has to do.
   *
   * @return the file that holds the bytes, if there is one
   */
  static Optional<String> lockContent(Handle handle, String hash) {
    return handle
        .createQuery("SELECT file FROM content WHERE hash = :hash FOR UPDATE")
        .bind("hash", hash)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * The same, making the row if there is none.
   *
   * @param file that holds the bytes if no other one does
   */
  static String lockContent(Handle handle, String hash, String file) {
    // Another transaction may have removed the row before its lock was given: then make it anew.
    while (true) {
      handle
          .createUpdate(
              "INSERT INTO content (hash, file) VALUES (:hash, :file) ON CONFLICT DO NOTHING")
          .bind("hash", hash)
          .bind("file", file)
          .execute();
      Optional<String> locked = lockContent(handle, hash);
      if (locked.isPresent()) {
        return locked.get();
      }
    }
  }

  static void deleteContent(Handle handle, String hash) {
    handle.createUpdate("DELETE FROM content WHERE hash = :hash").bind("hash", hash).execute();
  }

  /** Notes a file that no content names, before it is written or removed. */
  static void insertOrphanedFile(Handle handle, String file, Instant since) {
    handle
        .createUpdate("INSERT INTO loose_file (file, since) VALUES (:file, :since)")
        .bind("file", file)
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .execute();
  }

  static void deleteOrphanedFile(Handle handle, String file) {
    handle.createUpdate("DELETE FROM loose_file WHERE file = :file").bind("file", file).execute();
  }

  /** The files that have been orphaned since before a time, the oldest first. */
  static List<String> orphanedFiles(Handle handle, Instant before, int limit) {
    return handle
        .createQuery(
            "SELECT file FROM loose_file WHERE since < :before ORDER BY since LIMIT :limit")
        .bind("before", before.atOffset(ZoneOffset.UTC))
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }
}
