package io.labelstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On H2, in a folder. */
class ImageStoreTest extends ImageStoreContract {

  @Override
  List<String> database(Path folder) {
    return List.of();
  }

  @Test
  void takesOverWhatAnEarlierVersionStored(@TempDir Path earlier) throws Exception {
    Settings settings = Settings.read(Scope.FACADE, List.of("--data=" + earlier), Map.of());
    byte[] bytes = TestImages.png(1);
    String hash = DigestUtils.sha256Hex(bytes);
    Files.createDirectories(earlier.resolve("images"));
    Files.write(earlier.resolve("images").resolve(hash), bytes);
    String url = ImageSettings.databaseUrl(settings) + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    Flyway.configure().dataSource(url, "", "").target("1").load().migrate();
    try (Connection connection = DriverManager.getConnection(url, "", "");
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO content VALUES ('" + hash + "')");
      statement.execute(
          "INSERT INTO image VALUES ('image_0', 'ann', 'live', 'cat', 'png', 32, 24, 99, '"
              + hash
              + "', now())");
    }
    try (ImageStore store = ImageStore.open(settings, Clock.systemUTC())) {
      Image image = store.find("image_0").orElseThrow();
      assertThat(store.open(image).readAllBytes()).isEqualTo(bytes);
      Image equal = store.add(image.owner(), "the same", bytes);
      assertThat(store.uri(equal)).isEqualTo(store.uri(image));
    }
  }
}
