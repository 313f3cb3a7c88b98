package io.labelstream.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that no image uses. Each is noted before it is written and before it is removed, so that a
 * later start removes what a crash or a broken store leaves.
 */
final class OrphanedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(OrphanedFiles.class);

  /** A younger file may belong to a writer that is still at work elsewhere. */
  private static final Duration UNFINISHED = Duration.ofHours(1);

  /** A start removes no more files than these, because the facade waits for it. */
  private static final int MAX_REMOVED = 1000;

  private final Jdbi jdbi;
  private final ImageBlobs blobs;
  private final Clock clock;

  OrphanedFiles(Jdbi jdbi, ImageBlobs blobs, Clock clock) {
    this.jdbi = jdbi;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** Notes a file within a transaction, before it is written or removed. */
  void note(Handle handle, String file) {
    ContentRows.insertOrphanedFile(handle, file, clock.instant());
  }

  /** Forgets a file that an image uses from now on. */
  void adopt(Handle handle, String file) {
    ContentRows.deleteOrphanedFile(handle, file);
  }

  /** Removes a file; false if the store does not let it, so that a later start tries again. */
  boolean remove(String file) {
    try {
      blobs.delete(file);
      jdbi.useHandle(handle -> ContentRows.deleteOrphanedFile(handle, file));
      return true;
    } catch (IOException e) {
      LOG.warn("{} could not be removed, a later start tries again", blobs.uri(file), e);
      return false;
    }
  }

  /** Removes what earlier processes have left. */
  void removeAbandoned() {
    Instant before = clock.instant().minus(UNFINISHED);
    int removed = 0;
    for (String file :
        jdbi.withHandle(handle -> ContentRows.orphanedFiles(handle, before, MAX_REMOVED))) {
      if (!remove(file)) {
        break; // A store that does not answer would not answer for the next one either.
      }
      removed++;
    }
    if (removed > 0) {
      LOG.info("Removed {} files that were left without an image", removed);
    }
  }
}
