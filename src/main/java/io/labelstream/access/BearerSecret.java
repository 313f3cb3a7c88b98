package io.labelstream.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret that lets a request change something in Flink, sent as a bearer token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, 2.1</a>
 */
public final class BearerSecret {

  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
  private static final String SCHEME = "Bearer ";

  private final String value;

  private BearerSecret(String value) {
    this.value = value;
  }

  /** Makes a secret of 256 random bits. */
  public static BearerSecret random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new BearerSecret(HexFormat.of().formatHex(bytes));
  }

  /** Reads the secret in a file; empty if the file cannot be read or holds no whole secret. */
  public static Optional<BearerSecret> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip())
          .filter(FORM.asMatchPredicate())
          .map(BearerSecret::new);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The secret's text, as in its file. */
  public String value() {
    return value;
  }

  /** The value of the header {@code Authorization} that sends it. */
  public String authorization() {
    return SCHEME + value;
  }

  /**
   * Whether a request has the secret; the time that this takes reveals nothing about it.
   *
   * @param authorizations the values of its headers {@code Authorization}
   */
  boolean isIn(List<String> authorizations) {
    if (authorizations.size() != 1) {
      return false;
    }
    String given = authorizations.get(0);
    return given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            given.substring(SCHEME.length()).getBytes(US_ASCII), value.getBytes(US_ASCII));
  }

  @Override
  public String toString() {
    return "BearerSecret";
  }
}
