package io.labelstream.rest;

import io.labelstream.settings.AddressRange;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.ServerSettings.ForwardedHeader;
import io.labelstream.settings.Settings;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whose request it is: who is connected or, where that is a trusted proxy, whom it names. */
final class ClientAddresses {

  /** An address with or without a port; IPv6 is in brackets where there is a port. */
  private static final Pattern NODE = Pattern.compile("\\[([^\\]]+)](:\\d+)?|([^:]+):\\d+|(.+)");

  private static final Pattern FOR =
      Pattern.compile("(?:^|;)\\s*for=\"?([^\";]+)\"?\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);

  private final List<AddressRange> proxies;
  private final ForwardedHeader header;

  ClientAddresses(Settings settings) {
    proxies = settings.get(ServerSettings.TRUSTED_PROXIES);
    header = settings.get(ServerSettings.FORWARDED_HEADER);
  }

  /**
   * The address of a request's client, of a proxy's if that names none.
   *
   * @param connected the address at the other end of the connection
   */
  String of(String connected, MultiMap headers) {
    Optional<InetAddress> nearest = AddressRange.address(connected);
    if (nearest.isEmpty() || !isProxy(nearest.get())) {
      return connected;
    }
    InetAddress client = nearest.get();
    // Each proxy adds what it has seen at the end, so what is behind a stranger's entry is his.
    Iterator<String> named = namedFromTheEnd(headers).iterator();
    while (isProxy(client) && named.hasNext()) {
      Optional<InetAddress> next = address(named.next());
      if (next.isEmpty()) {
        break;
      }
      client = next.get();
    }
    return client.getHostAddress();
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  private List<String> namedFromTheEnd(MultiMap headers) {
    String name = header == ForwardedHeader.FORWARDED ? "forwarded" : "x-forwarded-for";
    List<String> entries =
        headers.getAll(name).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    List<String> reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    return reversed;
  }

  private Optional<InetAddress> address(String entry) {
    if (header == ForwardedHeader.X_FORWARDED_FOR) {
      return node(entry);
    }
    Matcher named = FOR.matcher(entry);
    return named.find() ? node(named.group(1)) : Optional.empty();
  }

  private static Optional<InetAddress> node(String text) {
    Matcher node = NODE.matcher(text);
    if (!node.matches()) {
      return Optional.empty();
    }
    String bracketed = node.group(1);
    String beforePort = node.group(3);
    return AddressRange.address(
        bracketed != null ? bracketed : beforePort != null ? beforePort : text);
  }
}
