package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of an upload in progress. Used on the request's event loop alone. */
final class UploadFile {

  private static final Logger LOG = LoggerFactory.getLogger(UploadFile.class);

  private final FileSystem files;
  private final AsyncFile file;
  private final Path path;
  private Future<Void> written = Future.succeededFuture();
  private boolean discarded;

  private UploadFile(FileSystem files, AsyncFile file, Path path) {
    this.files = files;
    this.file = file;
    this.path = path;
  }

  /** Creates an empty file that its owner alone can read. */
  static Future<UploadFile> create(Vertx vertx, Path folder) {
    FileSystem files = vertx.fileSystem();
    Path path = folder.resolve(UUID.randomUUID().toString());
    return files
        .open(path.toString(), new OpenOptions().setCreateNew(true))
        .map(file -> new UploadFile(files, file, path));
  }

  Path path() {
    return path;
  }

  void write(Buffer bytes) {
    if (!discarded) {
      Future<Void> write = file.write(bytes);
      written = written.compose(before -> write);
    }
  }

  /** Whether more has come than has been written, so that the client should pause. */
  boolean isFull() {
    return !discarded && file.writeQueueFull();
  }

  /** Calls back when the client may go on. */
  void onDrained(Handler<Void> drained) {
    file.drainHandler(drained);
  }

  /** Completes when the file has all that has come so far. */
  Future<Void> written() {
    return written;
  }

  /** Removes the file; safe to call at any time. */
  void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    file.close()
        .transform(closed -> files.delete(path.toString()))
        .onFailure(failure -> LOG.warn("An upload's file is left over: {}", failure.toString()));
  }

  /** Deletes files that a killed process has left behind, if they are older than a time. */
  static void deleteLeftovers(Path folder, Instant before) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.delete(file);
        }
      }
    }
  }
}
