package io.labelstream.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.labelstream.files.PrivateFolder;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Secret;
import io.labelstream.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The database of the images' rows, H2 or PostgreSQL, with one schema. */
final class ImageDatabase {

  /** A request that waits longer for a connection is better answered with an error. */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);

  /**
   * H2 understands the few words of PostgreSQL that are used here. It has what it committed on the
   * disk, and it waits for a lock rather than fails. The store closes it when the last request has
   * ended. It keeps no file of its errors, because exceptions bring them here anyway.
   */
  private static final String H2_SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
          + ";WRITE_DELAY=0;LOCK_TIMEOUT=30000;DB_CLOSE_ON_EXIT=FALSE"
          + ";TRACE_LEVEL_FILE=0";

  private static final Pattern H2_FILE = Pattern.compile("jdbc:h2:file:([^;~][^;]*).*");

  private ImageDatabase() {}

  /**
   * Opens the database and brings its schema up to date.
   *
   * @throws IOException if it cannot be used; the message says why
   */
  static HikariDataSource open(Settings settings) throws IOException {
    String url = ImageSettings.databaseUrl(settings);
    closeToOthers(url);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url.startsWith("jdbc:h2:") ? url + H2_SETTINGS : url);
    config.setUsername(settings.get(ImageSettings.DATABASE_USER).orElse(""));
    config.setPassword(settings.get(ImageSettings.DATABASE_PASSWORD).map(Secret::value).orElse(""));
    config.setMaximumPoolSize(ImageStore.MAX_CALLS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    config.setPoolName("images");
    HikariDataSource database;
    try {
      database = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw unusable(e);
    }
    try {
      Flyway.configure().dataSource(database).load().migrate();
      return database;
    } catch (FlywayException e) {
      database.close();
      throw unusable(e);
    }
  }

  /** H2 would make a file that all can read, but it takes an empty file for a new database. */
  private static void closeToOthers(String url) throws IOException {
    Matcher file = H2_FILE.matcher(url);
    if (file.matches()) {
      Path path = Path.of(file.group(1) + ".mv.db").toAbsolutePath();
      try {
        PrivateFolder.createOrCloseFile(path);
      } catch (IOException e) {
        throw new IOException("the database of the images cannot be used: " + e, e);
      }
    }
  }

  /** Makes the exception that says why the database cannot be used. */
  static IOException unusable(RuntimeException failure) {
    return new IOException(
        "the database of the images cannot be used: "
            + ExceptionUtils.getRootCause(failure).getMessage(),
        failure);
  }
}
