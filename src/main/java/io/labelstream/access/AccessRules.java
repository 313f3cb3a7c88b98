package io.labelstream.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;

/** The rules by which requests reach Flink. A request not known to be harmless needs the secret. */
final class AccessRules {

  /** These are the names that nobody else can let point to this machine. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  private static final String SEC_FETCH_SITE = "sec-fetch-site";

  /**
   * A browser's request comes from one of these if it is to its own page, or to an address that a
   * person has typed. Another port of this machine is {@code same-site}, and may be anybody's.
   */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final String NOT_OUR_PAGE =
      "only Flink's own pages may ask here: open this address from the browser's address bar";

  private final Optional<Path> secretFile;
  private final boolean trustsNetwork;

  private AccessRules(Optional<Path> secretFile, boolean trustsNetwork) {
    this.secretFile = secretFile;
    this.trustsNetwork = trustsNetwork;
  }

  static AccessRules of(ReadableConfig configuration) {
    return new AccessRules(
        configuration.getOptional(AccessOptions.SECRET_FILE).map(Path::of),
        configuration.get(AccessOptions.TRUST_NETWORK));
  }

  /** Says what is wrong with a request and what to do; empty if it may go on to Flink. */
  Optional<String> refusal(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1) {
      return Optional.of("a request must have one Host header");
    }
    String host = hosts.get(0);
    if (!trustsNetwork && !LOOPBACK.matcher(host).matches()) {
      return Optional.of(
          "this port is asked by a name of this machine alone: 127.0.0.1, localhost or [::1]");
    }
    // A page whose own name was made to point here shows in Host; other pages show in these.
    if (!headers.getAll(HttpHeaderNames.ORIGIN).stream().allMatch(origin -> isOf(host, origin))
        || !OWN_SITES.containsAll(headers.getAll(SEC_FETCH_SITE))) {
      return Optional.of(NOT_OUR_PAGE);
    }
    if (!request.uri().startsWith("/")) {
      return Optional.of("the target of a request must be a path");
    }
    return onlyReads(request) || mayChange(request)
        ? Optional.empty()
        : Optional.of(needsTheSecret());
  }

  private static boolean isOf(String host, String origin) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }

  private static boolean onlyReads(HttpRequest request) {
    return isSafe(request.method()) && ReadingRoutes.contain(request.uri());
  }

  private static boolean isSafe(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private boolean mayChange(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return secretFile
            .flatMap(BearerSecret::read)
            .filter(secret -> secret.isIn(headers.getAll(HttpHeaderNames.AUTHORIZATION)))
            .isPresent()
        || (trustsNetwork && isOfAProgram(request));
  }

  /** A browser tells the origin of a request with any method that is not safe. */
  private static boolean isOfAProgram(HttpRequest request) {
    return !isSafe(request.method())
        && !request.headers().contains(HttpHeaderNames.ORIGIN)
        && !request.headers().contains(SEC_FETCH_SITE);
  }

  private String needsTheSecret() {
    return secretFile
        .map(
            file ->
                "this needs the header 'Authorization: Bearer …' with the content of the file "
                    + file.getFileName()
                    + " in the data folder; Flink's command line sends the headers that the"
                    + " environment variable FLINK_REST_CLIENT_HEADERS holds")
        .orElse("nothing can be changed through this port");
  }
}
