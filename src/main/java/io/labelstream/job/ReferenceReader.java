package io.labelstream.job;

import io.labelstream.event.ErrorCode;
import io.labelstream.files.TimeLimiter;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads images by URI through Flink's file systems, within a time limit, and tries again what may
 * pass. Whatever a store does, there is an answer.
 */
final class ReferenceReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceReader.class);

  /** One reads, the others may hang. */
  private static final int THREADS = 4;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final AllowedReferences allowed;
  private final ImageLimits limits;
  private final Duration timeout;
  private final TimeLimiter timeLimit;
  private boolean saidDenied;

  /**
   * A reader for one task.
   *
   * @param timeout for a reference, every attempt included
   */
  ReferenceReader(AllowedReferences allowed, ImageLimits limits, Duration timeout) {
    this.allowed = allowed;
    this.limits = limits;
    this.timeout = timeout;
    timeLimit = TimeLimiter.waiting("reference", THREADS, timeout);
  }

  /**
   * Reads an image.
   *
   * @throws CancellationException if the task is interrupted, for there is no answer then
   */
  byte[] read(URI reference) throws ImageRejectedException {
    allowed.check(reference);
    try {
      return timeLimit.call(RecordLogContext.handedOn(() -> readPatiently(new Path(reference))));
    } catch (ExecutionException e) {
      throw rejection(reference, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      LOG.warn("Cannot read {}: {}", reference, e.getMessage());
      throw unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while reading " + reference);
    }
  }

  /** Gives up what is still being read. */
  @Override
  public void close() {
    timeLimit.close();
  }

  /** Ends with the image, with what will not pass, or at the time limit. */
  private byte[] readPatiently(Path path)
      throws IOException, ImageRejectedException, InterruptedException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return readOnce(path);
      } catch (IOException | RuntimeException e) {
        if (!mayPass(e) || System.nanoTime() - start > timeout.toNanos()) {
          throw e;
        }
        LOG.info("Reading {} failed, and is tried again: {}", path, e.toString());
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      if (pause.compareTo(LONGEST_PAUSE) > 0) {
        pause = LONGEST_PAUSE;
      }
    }
  }

  private byte[] readOnce(Path path) throws IOException, ImageRejectedException {
    FileSystem fileSystem = path.getFileSystem();
    FileStatus status = fileSystem.getFileStatus(path);
    if (status.isDir()) {
      throw new FileNotFoundException(path + " is a folder");
    }
    limits.checkBytes(status.getLen());
    try (InputStream in = fileSystem.open(path)) {
      return readAll(in, (int) status.getLen());
    }
  }

  private static byte[] readAll(InputStream in, int length) throws IOException {
    byte[] image = new byte[length];
    int read = 0;
    while (read < length) {
      int more = in.read(image, read, length - read);
      if (more < 0) {
        throw new EOFException("only " + read + " bytes of " + length);
      }
      read += more;
      if (Thread.interrupted()) {
        // Or bytes that trickle in would keep the thread.
        throw new InterruptedIOException();
      }
    }
    return image;
  }

  private static boolean mayPass(Exception failure) {
    return !(failure instanceof FileNotFoundException
        || failure instanceof AccessDeniedException
        || failure instanceof UnsupportedFileSystemSchemeException
        || (failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException)));
  }

  private ImageRejectedException rejection(URI reference, Throwable failure) {
    if (failure instanceof Error broken) {
      throw broken;
    }
    if (failure instanceof ImageRejectedException rejected) {
      return rejected;
    }
    if (failure instanceof FileNotFoundException) {
      return new ImageRejectedException(
          ErrorCode.MISSING_REFERENCE, "dataref must lead to an image, but nothing is there");
    }
    if (failure instanceof AccessDeniedException) {
      if (!saidDenied) {
        // Once: it is the same for each, and whoever sends references could fill the log.
        LOG.warn("Not allowed to read {}; the next ones are not logged", reference, failure);
        saidDenied = true;
      }
      return new ImageRejectedException(
          ErrorCode.FORBIDDEN_REFERENCE, "dataref must lead to an image that the job may read");
    }
    LOG.warn("Cannot read {}", reference, failure);
    return unavailable();
  }

  private static ImageRejectedException unavailable() {
    return new ImageRejectedException(
        ErrorCode.REFERENCE_UNAVAILABLE,
        "The referenced image could not be read. Please try again later.");
  }
}
