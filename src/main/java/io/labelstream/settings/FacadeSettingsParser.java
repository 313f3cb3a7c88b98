package io.labelstream.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns text into {@link FacadeSettings}. */
final class FacadeSettingsParser {

  private static final int MAX_PORT = 65_535;
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?");
  private static final Pattern IMPORT_ORIGIN =
      Pattern.compile("https://(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:\\d{1,5})?");

  private final SettingValues values;

  FacadeSettingsParser(Map<String, String> values) {
    this.values = new SettingValues(values);
  }

  FacadeSettings parse() {
    Path data = Path.of(values.required(FacadeSetting.DATA)).toAbsolutePath().normalize();
    FacadeSettings settings =
        new FacadeSettings(
            values.required(Setting.BOOTSTRAP_SERVERS),
            values.required(Setting.REQUESTS_TOPIC),
            values.required(Setting.RESULTS_TOPIC),
            values.kafka(),
            values.required(FacadeSetting.HOST),
            port(FacadeSetting.PORT),
            port(FacadeSetting.MANAGEMENT_PORT),
            data,
            values
                .optional(FacadeSetting.IMAGES)
                .flatMap(text -> values.prefix(FacadeSetting.IMAGES, text, "a URI"))
                .orElseGet(() -> URI.create(data.resolve("images").toUri() + "/").normalize()),
            values.duration(FacadeSetting.IMAGES_TIMEOUT),
            databaseUrl(data),
            values.optional(FacadeSetting.DATABASE_USER).orElse(""),
            new Secret(values.optional(FacadeSetting.DATABASE_PASSWORD).orElse("")),
            values
                .optional(FacadeSetting.KEYS)
                .map(Path::of)
                .orElseGet(() -> data.resolve("keys.json"))
                .toAbsolutePath(),
            publicUrl(),
            origins(FacadeSetting.CORS_ORIGINS, ORIGIN, "*"),
            origins(FacadeSetting.IMPORT_ORIGINS, IMPORT_ORIGIN, ""),
            values.duration(FacadeSetting.ANSWER_TIMEOUT),
            values.number(FacadeSetting.MAX_PENDING, 1),
            values.number(FacadeSetting.KEPT_ANSWERS, 0),
            values.duration(FacadeSetting.BODY_TIMEOUT),
            values.duration(FacadeSetting.DRAIN_TIMEOUT));
    values.check();
    return settings;
  }

  private int port(FacadeSetting setting) {
    int port = values.number(setting, 0);
    if (port > MAX_PORT) {
      values.fault(setting.key() + " must be at most " + MAX_PORT + ", but is " + port);
    }
    return port;
  }

  private String databaseUrl(Path data) {
    Optional<String> url = values.optional(FacadeSetting.DATABASE_URL);
    if (url.isPresent() && !url.get().matches("jdbc:(h2|postgresql):.*")) {
      // Not repeated: there may be a password in it.
      values.fault(
          FacadeSetting.DATABASE_URL.key() + " must start with jdbc:postgresql: or jdbc:h2:");
    }
    return url.orElseGet(() -> "jdbc:h2:file:" + data.resolve("images-db"));
  }

  private Optional<URI> publicUrl() {
    Optional<String> url = values.optional(FacadeSetting.PUBLIC_URL);
    if (url.isPresent() && !ORIGIN.matcher(url.get()).matches()) {
      values.fault(
          FacadeSetting.PUBLIC_URL.key()
              + " must be like https://images.example.com, but is '"
              + url.get()
              + "'");
      return Optional.empty();
    }
    return url.map(URI::create);
  }

  private List<String> origins(FacadeSetting setting, Pattern form, String wildcard) {
    List<String> origins = values.list(setting);
    origins.stream()
        .filter(origin -> !form.matcher(origin).matches() && !origin.equals(wildcard))
        .forEach(
            origin ->
                values.fault(
                    setting.key()
                        + " must be origins such as https://www.example.com, but there is '"
                        + origin
                        + "'"));
    return origins;
  }
}
