package io.labelstream.settings;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike, in CIDR notation (RFC 4632, RFC 4291).
 *
 * @param prefix how many bits they have in common, 0 to 32 or, for IPv6, 128
 */
public record AddressRange(InetAddress address, int prefix) {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /** No name, which Java would look up. */
  private static final Pattern LITERAL =
      Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  /**
   * Reads a range, or one address.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static AddressRange parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address = address(parts[0]).orElseThrow(() -> new IllegalArgumentException(text));
    int bits = bits(address);
    int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(text);
    }
    return new AddressRange(address, prefix);
  }

  /** Reads an address, if the text is one and not a name. */
  public static Optional<InetAddress> address(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is one of these. */
  public boolean contains(InetAddress other) {
    int bits = bits(address);
    return bits == bits(other) && number(address).xor(number(other)).bitLength() <= bits - prefix;
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }
}
