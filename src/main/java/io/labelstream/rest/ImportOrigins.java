package io.labelstream.rest;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The origins from which images may be created. */
final class ImportOrigins {

  private static final int HTTPS = 443;

  private final List<URI> exact;
  private final List<URI> parents;

  /** Origins such as {@code https://host:port}, or {@code https://*.host} for any subdomain. */
  ImportOrigins(List<String> origins) {
    exact = origins.stream().filter(origin -> !origin.contains("*")).map(URI::create).toList();
    parents =
        origins.stream()
            .filter(origin -> origin.contains("*"))
            .map(origin -> URI.create(origin.replace("*.", "")))
            .toList();
  }

  boolean allow(URI url) {
    String host = url.getHost();
    if (host == null || !"https".equalsIgnoreCase(url.getScheme()) || url.getUserInfo() != null) {
      return false;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    return exact.stream()
            .anyMatch(origin -> lower.equals(origin.getHost()) && samePort(url, origin))
        || parents.stream()
            .anyMatch(origin -> lower.endsWith("." + origin.getHost()) && samePort(url, origin));
  }

  static int port(URI url) {
    return url.getPort() < 0 ? HTTPS : url.getPort();
  }

  private static boolean samePort(URI url, URI origin) {
    return port(url) == port(origin);
  }
}
