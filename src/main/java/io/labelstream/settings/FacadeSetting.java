package io.labelstream.settings;

import java.util.List;
import java.util.stream.Stream;

/** Every setting of the facade beside those that it shares with the job. */
public enum FacadeSetting implements SettingKey {
  /** Where to listen. */
  HOST("127.0.0.1", "address that the facade listens on; 0.0.0.0: every one of the machine"),
  /** The port. */
  PORT("8080", "port of the API; 0: any free one"),
  /** The port for operators. */
  MANAGEMENT_PORT("8082", "port of /metrics, /healthz and /readyz for operators; 0: any free one"),
  /** Local folder. */
  DATA("labelstream-data", "folder for keys, uploads in progress and whatever has no other place"),
  /** Blobs. */
  IMAGES("", "URI of the folder for images, which the job must be able to read; empty: in data"),
  /** Time limit of storage. */
  IMAGES_TIMEOUT("30s", "how long writing, opening or reading on in an image may take before 503"),
  /** SQL. */
  DATABASE_URL(
      "",
      "JDBC URL of the database with an image's row, such as jdbc:postgresql://host/labelstream;"
          + " empty: H2 in data"),
  /** SQL user. */
  DATABASE_USER("", "user of the database"),
  /** SQL password. */
  DATABASE_PASSWORD("", "password of that user"),
  /** API keys. */
  KEYS("", "file with the hashes of the API keys, see `keys create`; empty: in data"),
  /** Links. */
  PUBLIC_URL("", "URL that clients see, for the links of lists; empty: that of each request"),
  /** Browsers. */
  CORS_ORIGINS(
      "", "origins, comma-separated, whose pages may call the API, or *; empty: none but its own"),
  /** Create from URL: where the vendor allows it from, and where these services redirect to. */
  IMPORT_ORIGINS(
      "https://storage.img-processing.com,https://*.amazonaws.com,https://*.blob.core.windows.net,"
          + "https://*.r2.dev,https://dropbox.com,https://*.dropbox.com,"
          + "https://*.dropboxusercontent.com,https://storage.googleapis.com,"
          + "https://drive.google.com,https://drive.usercontent.google.com,https://1drv.ms,"
          + "https://onedrive.live.com,https://*.files.1drv.com,"
          + "https://my.microsoftpersonalcontent.com",
      "https origins, comma-separated, from which images may be created, *. for any subdomain"),
  /** The deadline, below the 10 s after which the vendor's own client gives a call up. */
  ANSWER_TIMEOUT("8s", "how long a classification may take before it is answered with 504"),
  /** The bound. */
  MAX_PENDING("1000", "classifications that may wait for the job before others get 503"),
  /** The cache. */
  KEPT_ANSWERS("100000", "answers that are kept, by content and model, to be given again"),
  /** Slow clients. */
  BODY_TIMEOUT("120s", "how long a request's body may take to arrive"),
  /** Shutdown. */
  DRAIN_TIMEOUT("30s", "how long requests in progress may take to end when the facade is stopped");

  private final String defaultValue;
  private final String description;

  FacadeSetting(String defaultValue, String description) {
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** All that the facade takes, the shared ones first. */
  public static List<SettingKey> all() {
    return Stream.<SettingKey>concat(
            Stream.of(Setting.BOOTSTRAP_SERVERS, Setting.REQUESTS_TOPIC, Setting.RESULTS_TOPIC),
            Stream.of(values()))
        .toList();
  }

  @Override
  public String defaultValue() {
    return defaultValue;
  }

  @Override
  public String description() {
    return description;
  }
}
