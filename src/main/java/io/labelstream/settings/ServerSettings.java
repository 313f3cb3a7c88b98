package io.labelstream.settings;

import static io.labelstream.settings.Type.addressRange;
import static io.labelstream.settings.Type.choice;
import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.list;
import static io.labelstream.settings.Type.matching;
import static io.labelstream.settings.Type.optional;
import static io.labelstream.settings.Type.origin;
import static io.labelstream.settings.Type.port;
import static io.labelstream.settings.Type.text;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the facade listens, to whom, and how long. */
public final class ServerSettings {

  public enum ForwardedHeader {
    X_FORWARDED_FOR,
    FORWARDED
  }

  private static final String ORIGIN = "https?://[A-Za-z0-9.-]+(:\\d{1,5})?";

  public static final Setting<String> HOST =
      new Setting<>(
          "host=127.0.0.1",
          text(),
          "address that the facade listens on; 0.0.0.0: every one of the machine");
  public static final Setting<Integer> PORT =
      new Setting<>("port=8080", port(), "port of the API; 0: any free one");
  public static final Setting<Integer> MANAGEMENT_PORT =
      new Setting<>(
          "management-port=8082",
          port(),
          "port of /metrics, /healthz, /livez and /readyz for operators; 0: any free one");
  public static final Setting<Optional<URI>> PUBLIC_URL =
      new Setting<>(
          "public-url=",
          optional(
              matching(ORIGIN, "must be like https://images.example.com, but is '%s'")
                  .map(URI::create)),
          "URL that clients see, for the links of lists; empty: that of each request");
  public static final Setting<List<String>> CORS_ORIGINS =
      new Setting<>(
          "cors-origins=",
          list(origin(ORIGIN + "|\\*")),
          "origins, comma-separated, whose pages may call the API, or *; empty: none but its own");
  public static final Setting<List<AddressRange>> TRUSTED_PROXIES =
      new Setting<>(
          "trusted-proxies=",
          list(addressRange()),
          "addresses of proxies, comma-separated, such as 10.0.0.0/8, whose word for a client's"
              + " address goes into the log; empty: none");
  public static final Setting<ForwardedHeader> FORWARDED_HEADER =
      new Setting<>(
          "forwarded-header=x-forwarded-for",
          choice(ForwardedHeader.class),
          "header in which they pass it on: x-forwarded-for or forwarded (RFC 7239)");
  public static final Setting<Duration> BODY_TIMEOUT =
      new Setting<>(
          "body-timeout=120s", duration(), "how long a request's body may take to arrive");
  public static final Setting<Duration> DRAIN_TIMEOUT =
      new Setting<>(
          "drain-timeout=30s",
          duration(),
          "how long requests in progress may take to end when the facade is stopped");

  private ServerSettings() {}
}
