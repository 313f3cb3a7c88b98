package io.labelstream.job;

import io.labelstream.vision.ImageLimits;
import io.labelstream.vision.ImageRejectedException;
import io.labelstream.wire.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads images by URI through Flink's file systems, under the allowed prefixes and nowhere else.
 */
final class ReferenceReader {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceReader.class);

  private final List<URI> prefixes;
  private final ImageLimits limits;

  /**
   * A reader.
   *
   * @param prefixes absolute URIs with a slash at their end; a reference must lie below one of them
   */
  ReferenceReader(List<URI> prefixes, ImageLimits limits) {
    this.prefixes = List.copyOf(prefixes);
    this.limits = limits;
  }

  byte[] read(URI reference) throws ImageRejectedException {
    if (prefixes.stream().noneMatch(prefix -> isBelow(reference, prefix))) {
      throw new ImageRejectedException(
          ErrorCode.FORBIDDEN_REFERENCE, "dataref must be under an allowed prefix");
    }
    Path path = new Path(reference);
    try {
      FileSystem fileSystem = path.getFileSystem();
      FileStatus status = fileSystem.getFileStatus(path);
      if (status.isDir()) {
        throw missing();
      }
      limits.checkBytes(status.getLen());
      try (InputStream in = fileSystem.open(path)) {
        byte[] image = in.readNBytes(limits.maxBytes() + 1);
        limits.checkBytes(image.length);
        return image;
      }
    } catch (FileNotFoundException e) {
      throw missing();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot read {}", reference, e);
      throw new ImageRejectedException(
          ErrorCode.REFERENCE_UNAVAILABLE,
          "The referenced image could not be read. Please try again later.");
    }
  }

  private static ImageRejectedException missing() {
    return new ImageRejectedException(
        ErrorCode.MISSING_REFERENCE, "dataref must lead to an image, but nothing is there");
  }

  /** Compares decoded paths, as the file system sees them, so that no encoded dot gets past. */
  private static boolean isBelow(URI reference, URI prefix) {
    String path = reference.getPath();
    return path != null
        && prefix.getScheme().equalsIgnoreCase(reference.getScheme())
        && Objects.equals(authority(prefix), authority(reference))
        && reference.getRawQuery() == null
        && reference.getRawFragment() == null
        && path.startsWith(prefix.getPath())
        && path.indexOf('\0') < 0
        && path.indexOf('\\') < 0
        && Arrays.stream(path.split("/", -1))
            .noneMatch(segment -> segment.equals("..") || segment.equals("."));
  }

  private static @Nullable String authority(URI uri) {
    String authority = uri.getRawAuthority();
    return authority == null || authority.isEmpty() ? null : authority;
  }
}
