package io.labelstream.settings;

import static io.labelstream.settings.Type.bytes;
import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.folder;
import static io.labelstream.settings.Type.list;
import static io.labelstream.settings.Type.matching;
import static io.labelstream.settings.Type.number;
import static io.labelstream.settings.Type.optional;
import static io.labelstream.settings.Type.origin;
import static io.labelstream.settings.Type.text;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the facade keeps images, their rows and its keys, and where it may fetch images from. */
public final class ImageSettings {

  /** From where the vendor allows it, and to where these services redirect. */
  private static final String STORAGE_SERVICES =
      "https://storage.img-processing.com,https://*.amazonaws.com,https://*.blob.core.windows.net,"
          + "https://*.r2.dev,https://dropbox.com,https://*.dropbox.com,"
          + "https://*.dropboxusercontent.com,https://storage.googleapis.com,"
          + "https://drive.google.com,https://drive.usercontent.google.com,https://1drv.ms,"
          + "https://onedrive.live.com,https://*.files.1drv.com,"
          + "https://my.microsoftpersonalcontent.com";

  public static final Setting<Path> DATA =
      new Setting<>(
          "data=labelstream-data",
          text().map(folder -> Path.of(folder).toAbsolutePath().normalize()),
          "folder for keys, uploads in progress and whatever has no other place");
  public static final Setting<Optional<URI>> IMAGES =
      new Setting<>(
          "images=",
          optional(folder("a URI")),
          "URI of the folder for images, which the job must be able to read; empty: in data");
  public static final Setting<Duration> IMAGES_TIMEOUT =
      new Setting<>(
          "images-timeout=30s",
          duration(),
          "how long writing, opening or reading on in an image may take before 503");

  public static final Setting<Duration> TEST_IMAGES_RETENTION =
      new Setting<>(
          "test-images-retention=90d",
          duration(),
          "how long an image of a test key is kept before it is deleted");
  public static final Setting<Integer> MAX_IMAGES =
      new Setting<>(
          "max-images=0", number(0), "images that an account may keep, more get 422; 0: no limit");
  public static final Setting<Long> MAX_IMAGE_BYTES =
      new Setting<>(
          "max-image-bytes=0",
          bytes(),
          "size of all images of an account, such as 100gb, more get 422; 0: no limit");

  /** There may be a password in it, so it is shown nowhere, not even in what is said of it. */
  public static final Setting<Optional<Secret>> DATABASE_URL =
      new Setting<>(
          "database-url=",
          optional(
              matching("jdbc:(h2|postgresql):.*", "must start with jdbc:postgresql: or jdbc:h2:")
                  .map(Secret::new)),
          "JDBC URL of the database with an image's row, such as"
              + " jdbc:postgresql://host/labelstream; empty: H2 in data");

  public static final Setting<Optional<String>> DATABASE_USER =
      new Setting<>("database-user=", optional(text()), "user of the database");
  public static final Setting<Optional<Secret>> DATABASE_PASSWORD =
      new Setting<>(
          "database-password=", optional(text().map(Secret::new)), "password of that user");
  public static final Setting<Optional<Path>> KEYS =
      new Setting<>(
          "keys=",
          optional(text().map(file -> Path.of(file).toAbsolutePath())),
          "file with the hashes of the API keys, see `keys create`; empty: in data");

  public static final Setting<List<String>> IMPORT_ORIGINS =
      new Setting<>(
          "import-origins=" + STORAGE_SERVICES,
          list(origin("https://(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:\\d{1,5})?")),
          "https origins, comma-separated, from which images may be created, *. for any subdomain");

  private ImageSettings() {}

  /** A URI that ends with a slash. */
  public static URI images(Settings settings) {
    return settings
        .get(IMAGES)
        .orElseGet(
            () -> URI.create(settings.get(DATA).resolve("images").toUri() + "/").normalize());
  }

  public static String databaseUrl(Settings settings) {
    return settings
        .get(DATABASE_URL)
        .map(Secret::value)
        .orElseGet(() -> "jdbc:h2:file:" + settings.get(DATA).resolve("images-db"));
  }

  public static Path keys(Settings settings) {
    return settings
        .get(KEYS)
        .orElseGet(() -> settings.get(DATA).resolve("keys.json"))
        .toAbsolutePath();
  }
}
