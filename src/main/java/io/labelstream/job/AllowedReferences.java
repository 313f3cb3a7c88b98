package io.labelstream.job;

import io.labelstream.event.ErrorCode;
import io.labelstream.image.ImageRejectedException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The prefixes under which a reference may be read. */
final class AllowedReferences {

  private final List<URI> prefixes;

  /**
   * The references below some prefixes.
   *
   * @param prefixes absolute URIs with a slash at their end
   */
  AllowedReferences(List<URI> prefixes) {
    this.prefixes = List.copyOf(prefixes);
  }

  /**
   * Checks a reference.
   *
   * @throws ImageRejectedException if it lies below none of the prefixes, or Flink's file system
   *     would read another object
   */
  void check(URI reference) throws ImageRejectedException {
    if (prefixes.stream().noneMatch(prefix -> isBelow(reference, prefix))) {
      throw new ImageRejectedException(
          ErrorCode.FORBIDDEN_REFERENCE, "dataref must be under an allowed prefix");
    }
    if (hasEmptySegment(reference)) {
      throw new ImageRejectedException(
          ErrorCode.FORBIDDEN_REFERENCE,
          "dataref must have no empty segment in its path, such as that of a//b");
    }
  }

  /** Flink's file systems pass over them, while an object store has a//b beside a/b. */
  private static boolean hasEmptySegment(URI reference) {
    return !"file".equalsIgnoreCase(reference.getScheme())
        && Arrays.stream(reference.getPath().split("/", -1)).skip(1).anyMatch(String::isEmpty);
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
