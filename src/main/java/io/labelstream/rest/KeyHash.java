package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Salted hashes of API keys. A key is 128 random bits, so one round of SHA-256 is enough: there is
 * no dictionary to try.
 */
final class KeyHash {

  private static final HexFormat HEX = HexFormat.of();

  private KeyHash() {}

  /** Random bytes as hexadecimal digits. */
  static String random(SecureRandom random, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HEX.formatHex(value);
  }

  static String of(String salt, String key) {
    return HEX.formatHex(digest(salt, key));
  }

  /** Compares in constant time. */
  static boolean matches(String salt, String key, String hash) {
    return MessageDigest.isEqual(digest(salt, key), HEX.parseHex(hash));
  }

  private static byte[] digest(String salt, String key) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    sha256.update(salt.getBytes(UTF_8));
    return sha256.digest(key.getBytes(UTF_8));
  }
}
