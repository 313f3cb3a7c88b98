package io.labelstream.image;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names texts that were sent in an image's place; most are encoded images. */
final class ForeignText {

  private static final String AS_THEY_ARE = ": send the bytes as they are";
  private static final int START = 1024;

  /** The first characters of each format in base64, after any wrapping has been taken off. */
  private static final String BASE64 = "([/_]9j[/_]|iVBORw0KGgo|UklGR).*";

  private static final String HEX = "(ffd8ff|89504e470d0a1a0a|52494646[0-9a-f]{8}57454250).*";

  private static final Pattern WRAPPING =
      Pattern.compile("^(base64[,:])?([bBuU](?=['\"]))?['\"`(\\[]*");
  private static final Pattern BETWEEN_HEX = Pattern.compile("0x|\\\\x|[\\s:,'\"\\[({-]");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** The order counts, because an encoded image may stand in any of the later ones. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("is Python's notation of bytes" + AS_THEY_ARE, "[bB]['\"](\\\\x|RIFF).*"),
          new Kind("is a data URI" + AS_THEY_ARE + ", without base64", "['\"]?data:.*"),
          new Kind("is SVG or XML", "<(svg|\\?xml).*"),
          new Kind("is HTML or other markup", "<.*"),
          new Kind(
              "is JSON" + AS_THEY_ARE + ", or as a CloudEvent with its content type", "[\\[{].*"),
          new Kind(
              "begins as an HTTP message" + AS_THEY_ARE,
              "(HTTP/\\d|(GET|POST|PUT) /|(Content-|Date:|Server:)).*"),
          new Kind("is a multipart form" + AS_THEY_ARE, "--\\S+\\s+(Content-|content-).*"),
          new Kind(
              "is a reference: send it as ce_dataref, without a value",
              "[a-z][a-z0-9+.-]{1,9}://\\S+\\s*"));

  private record Kind(String description, Pattern pattern) {
    Kind(String description, String pattern) {
      this(description, Pattern.compile(pattern, Pattern.DOTALL));
    }
  }

  private ForeignText() {}

  /** Says what the text is, as the end of "but …", if it is of a known kind. */
  static Optional<String> describe(byte[] content) {
    String text = text(content).strip();
    if (hasEncodedImage(text)) {
      return Optional.of("is base64" + AS_THEY_ARE);
    }
    String digits = BETWEEN_HEX.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    if (digits.matches(HEX)) {
      return Optional.of("is hexadecimal" + AS_THEY_ARE);
    }
    return KINDS.stream()
        .filter(kind -> kind.pattern().matcher(text).matches())
        .map(Kind::description)
        .findFirst();
  }

  private static boolean hasEncodedImage(String text) {
    int start = text.startsWith("data:") || text.startsWith("data:", 1) ? text.indexOf(',') + 1 : 0;
    String compact = SPACE.matcher(text.substring(start)).replaceAll("");
    return WRAPPING.matcher(compact).replaceFirst("").matches(BASE64);
  }

  private static String text(byte[] content) {
    Charset charset = StandardCharsets.ISO_8859_1;
    int start = 0;
    if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
      start = 3;
    } else if (startsWith(content, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      start = 2;
    } else if (startsWith(content, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      start = 2;
    }
    return new String(content, start, Math.min(content.length - start, START), charset);
  }

  private static boolean startsWith(byte[] content, int... start) {
    if (content.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((content[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
