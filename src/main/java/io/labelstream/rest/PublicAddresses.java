package io.labelstream.rest;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells public addresses from those inside a machine or a network. */
final class PublicAddresses {

  private PublicAddresses() {}

  /** Whether an address is reached over the public internet (RFC 6890 and its registries). */
  static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    int third = address[2] & 0xFF;
    boolean thisNetwork = first == 0;
    boolean shared = first == 100 && second >= 64 && second < 128;
    boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
    boolean benchmarks = first == 198 && (second == 18 || second == 19);
    boolean documentation =
        (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    // The prefix of 6to4's relays, which no host has any more (RFC 7526).
    boolean relay = first == 192 && second == 88 && third == 99;
    // Azure's platform, a public address that leads each of its machines to internal services.
    boolean platform = first == 168 && second == 63 && third == 129 && (address[3] & 0xFF) == 16;
    boolean reserved = first >= 240;
    return !(thisNetwork
        || shared
        || protocols
        || benchmarks
        || documentation
        || relay
        || platform
        || reserved);
  }

  private static boolean isPublic6(byte[] address) {
    int first = address[0] & 0xFF;
    int second = address[1] & 0xFF;
    // Global unicast is 2000::/3. NAT64, unique local and mapped addresses are outside of it;
    // 2001::/32 is Teredo and 2002::/16 6to4, which lead to any IPv4 address, and 2001:db8::/32
    // is documentation.
    boolean teredo = first == 0x20 && second == 0x01 && address[2] == 0 && address[3] == 0;
    boolean sixToFour = first == 0x20 && second == 0x02;
    boolean documentation =
        first == 0x20
            && second == 0x01
            && (address[2] & 0xFF) == 0x0D
            && (address[3] & 0xFF) == 0xB8;
    return (first & 0xE0) == 0x20 && !teredo && !sixToFour && !documentation;
  }
}
