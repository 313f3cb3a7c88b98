package io.labelstream.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of something.
 *
 * @param first byte, from 0
 * @param length in bytes
 */
record ByteRange(long first, long length) {

  /** One range: several are answered with the whole, as RFC 9110, section 14.2, allows. */
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * What the header {@code Range} asks for.
   *
   * @param size of the whole, at least 1
   * @return nothing if it is no range of bytes, so that the whole is to be sent
   * @throws ApiException if there is no such part
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

  /** As in the header {@code Content-Range}. */
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
