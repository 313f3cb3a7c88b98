package io.labelstream.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a body.
 *
 * @param first byte, from 0
 * @param length in bytes
 */
record ByteRange(long first, long length) {

  /**
   * Matches a single range. RFC 9110, section 14.2, allows several to be answered with the whole.
   */
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Parses the header {@code Range}.
   *
   * @param size of the whole, at least 1
   * @return empty if it is no range of bytes, so that the whole is to be sent
   * @throws ApiException if the range lies beyond the end
   */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher range = RANGE.matcher(header == null ? "" : header.strip());
    if (!range.matches()) {
      return Optional.empty();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    if (first.isEmpty()) {
      long suffix = Math.min(Long.parseLong(last), size);
      return Optional.of(satisfiable(size - suffix, suffix, size));
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return Optional.empty();
    }
    return Optional.of(satisfiable(from, to - from + 1, size));
  }

  /** The value of the header {@code Content-Range}. */
  String of(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }

  private static ByteRange satisfiable(long first, long length, long size) {
    if (length < 1) {
      throw ApiException.rangeNotSatisfiable(size);
    }
    return new ByteRange(first, length);
  }
}
