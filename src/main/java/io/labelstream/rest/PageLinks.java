package io.labelstream.rest;

import io.labelstream.store.ImagePage;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the links from a page of images to the previous and the next one. */
final class PageLinks {

  private static final int MAX_PORT = 65_535;

  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");

  /** RFC 9112, section 3.2.2. */
  private static final Pattern ABSOLUTE_FORM =
      Pattern.compile("https?://([^/?#]*)", Pattern.CASE_INSENSITIVE);

  private final Optional<URI> publicUrl;

  /**
   * Takes the address that links begin with.
   *
   * @param publicUrl where clients see the facade; if empty, where each request says that it is
   */
  PageLinks(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  ImageBody.Links of(HttpServerRequest request, ImagePage page, int take) {
    String images = base(request) + "/v1/images?take=" + take + "&from=";
    return new ImageBody.Links(
        page.previous().map(id -> images + id).orElse(null),
        page.next().map(id -> images + id).orElse(null));
  }

  /**
   * Empty for a client that names no host: a link is relative then, since our own address is none
   * of its business.
   */
  private String base(HttpServerRequest request) {
    return publicUrl
        .map(URI::toString)
        .or(() -> authority(request).map(authority -> request.scheme() + "://" + authority))
        .orElse("");
  }

  private static Optional<String> authority(HttpServerRequest request) {
    Matcher absolute = ABSOLUTE_FORM.matcher(request.uri());
    String named = absolute.lookingAt() ? absolute.group(1) : request.getHeader(HttpHeaders.HOST);
    return Optional.ofNullable(named).filter(PageLinks::isSane);
  }

  private static boolean isSane(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    return parts.matches()
        && (parts.group(1) == null || Integer.parseInt(parts.group(1)) <= MAX_PORT);
  }
}
