package io.labelstream.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** On a real PostgreSQL, each test in a database of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class ImageStorePostgresIT extends ImageStoreContract {

  private EmbeddedPostgres postgres;
  private final Map<Path, String> databases = new HashMap<>();

  @BeforeAll
  void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  void stop() throws IOException {
    postgres.close();
  }

  @Override
  List<String> database(Path folder) throws Exception {
    String name = databases.get(folder);
    if (name == null) {
      name = "images" + databases.size();
      databases.put(folder, name);
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
    }
    return List.of(
        "--database-url=jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name,
        "--database-user=postgres",
        "--database-password=postgres");
  }
}
