package io.labelstream.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names content that was sent in an image's place, which saves the sender a search: other formats
 * by their first bytes, texts by {@link ForeignText}, and images with something before them.
 */
final class ForeignContent {

  private static final String AS_THEY_ARE = ": send the bytes as they are";
  private static final String CONVERTED =
      "was damaged on its way by a conversion to text" + AS_THEY_ARE;

  /**
   * Bytes that are not UTF-8, such as 0xFF, become this when they are decoded and encoded again.
   */
  private static final String REPLACEMENT = "\u00EF\u00BF\u00BD";

  /** An image is looked for behind no more bytes than these. */
  private static final int LONGEST_PREFIX = 1024;

  private static final Set<Integer> BMP_HEADERS = Set.of(12, 40, 52, 56, 64, 108, 124);

  /** The order counts, because some of the later ones are less certain. */
  private static final List<Kind> KINDS =
      List.of(
          starts("is a GIF", "GIF8"),
          starts("is a TIFF or a camera's raw file", "II*\0", "MM\0*", "II+\0", "MM\0+"),
          new Kind("is a BMP", ForeignContent::isBmp),
          starts("is a JPEG XL", "\u00FF\n", "\0\0\0\u000CJXL "),
          starts("is a JPEG 2000", "\0\0\0\u000CjP  ", "\u00FFO\u00FFQ"),
          starts("is a JPEG XR", "II\u00BC"),
          boxes("is an AVIF", "avif", "avis"),
          boxes("is a HEIC", "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"),
          new Kind("is a film (MP4 or QuickTime)", bytes -> bytes.startsWith("ftyp", 4)),
          starts("is a film (WebM or Matroska)", "\u001AE\u00DF\u00A3"),
          starts("is a PDF", "%PDF"),
          starts("is PostScript", "%!PS"),
          starts("is a Photoshop file (PSD)", "8BPS"),
          new Kind("is an icon (ICO)", ForeignContent::isIcon),
          new Kind("is a PPM, PGM or PBM", bytes -> bytes.matches("(?s)P[1-7]\\s+[#\\dW].*")),
          starts("is a QOI", "qoif"),
          starts("is an OpenEXR", "v/1\1"),
          starts("is compressed by gzip" + AS_THEY_ARE, "\u001F\u008B"),
          starts("is compressed by Zstandard" + AS_THEY_ARE, "(\u00B5/\u00FD"),
          starts("is compressed by LZ4" + AS_THEY_ARE, "\4\"M\u0018"),
          starts("is a zip archive" + AS_THEY_ARE, "PK\3\4"),
          starts("is a serialized Java object" + AS_THEY_ARE, "\u00AC\u00ED\0\5"),
          starts("is a Python pickle" + AS_THEY_ARE, "\u0080\3", "\u0080\4", "\u0080\5"),
          starts("is a NumPy array" + AS_THEY_ARE, "\u0093NUMPY"),
          starts(CONVERTED, REPLACEMENT + "PNG", REPLACEMENT + REPLACEMENT, "???\u00E0"),
          starts(CONVERTED, "\u00C3\u00BF\u00C3\u0098", "\u00C2\u0089PNG", "\u00E2\u0080\u00B0PNG"),
          starts(CONVERTED, "\u0089PNG\n", "\u0089PNG\r\r", "\tPNG\r\n", "?PNG"),
          new Kind(CONVERTED, bytes -> bytes.startsWith("RIFF") && bytes.contains(REPLACEMENT)),
          starts("is AVI, WAV or another kind of RIFF", "RIFF"));

  private record Kind(String description, Predicate<String> recognizer) {}

  private ForeignContent() {}

  /** Says what the bytes are, as the end of "image must be …"; empty if that is not known. */
  static String describe(byte[] content) {
    // Each byte becomes one character.
    String start =
        new String(
            content, 0, Math.min(content.length, LONGEST_PREFIX + 16), StandardCharsets.ISO_8859_1);
    return KINDS.stream()
        .filter(kind -> kind.recognizer().test(start))
        .map(Kind::description)
        .findFirst()
        .or(() -> ForeignText.describe(content))
        .or(() -> prefix(content, start))
        .map(description -> ", but " + description)
        .orElse("");
  }

  private static Kind starts(String description, String... starts) {
    List<String> all = List.of(starts);
    return new Kind(description, bytes -> all.stream().anyMatch(bytes::startsWith));
  }

  /** An ISO base media file names its content in its first box. */
  private static Kind boxes(String description, String... brands) {
    List<String> all = List.of(brands);
    return new Kind(
        description,
        bytes ->
            bytes.startsWith("ftyp", 4)
                && all.stream().anyMatch(brand -> bytes.startsWith(brand, 8)));
  }

  private static boolean isBmp(String bytes) {
    return bytes.startsWith("BM")
        && bytes.length() > 18
        && BMP_HEADERS.contains(numbers(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(14));
  }

  private static boolean isIcon(String bytes) {
    return bytes.length() > 22
        && bytes.matches("(?s)\0\0[\1\2]\0[\1-@]\0.*")
        && bytes.charAt(9) == 0;
  }

  private static Optional<String> prefix(byte[] content, String start) {
    for (int offset = 1; offset < Math.min(start.length(), LONGEST_PREFIX); offset++) {
      if (isImage(start, offset)) {
        return Optional.of(prefix(offset, content.length, start) + AS_THEY_ARE);
      }
    }
    return Optional.empty();
  }

  private static String prefix(int offset, int length, String start) {
    ByteBuffer numbers = numbers(start);
    if (offset >= 5 && offset <= 12 && start.charAt(0) == 0) {
      return "has a schema registry's prefix before the image";
    }
    boolean isLength =
        switch (offset) {
          case 4 ->
              numbers.getInt(0) == length - 4
                  || Integer.reverseBytes(numbers.getInt(0)) == length - 4;
          case 8 ->
              numbers.getLong(0) == length - 8
                  || Long.reverseBytes(numbers.getLong(0)) == length - 8;
          default -> false;
        };
    return isLength
        ? "has its length before the image"
        : "has " + offset + " bytes before the image";
  }

  private static boolean isImage(String bytes, int offset) {
    return bytes.startsWith("\u00FF\u00D8\u00FF", offset)
        || bytes.startsWith("\u0089PNG\r\n\u001A\n", offset)
        || (bytes.startsWith("RIFF", offset) && bytes.startsWith("WEBP", offset + 8));
  }

  private static ByteBuffer numbers(String bytes) {
    return ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
