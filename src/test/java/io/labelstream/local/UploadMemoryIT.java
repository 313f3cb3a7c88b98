package io.labelstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.images.Stage;
import io.labelstream.images.TestImages;
import io.labelstream.rest.ApiClient;
import io.labelstream.rest.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged facade with a small heap, no broker, and many large uploads at once. */
class UploadMemoryIT {

  private static final int UPLOADS = 50;
  private static final int BYTES = 20 * 1024 * 1024;

  @TempDir Path folder;

  @Test
  void fiftyOf20MegabytesAtOnceFitInto512() throws Exception {
    int port = Ports.free();
    String key =
        new KeyFile(folder.resolve("keys.json"), Clock.systemUTC())
            .create("ann", Stage.LIVE, 100_000);
    Path log = folder.resolve("serve.log");
    Process serve =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                System.getProperty("labelstream.jar"),
                "serve",
                "--data=" + folder,
                "--port=" + port,
                "--management-port=0",
                "--bootstrap-servers=127.0.0.1:" + Ports.free())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    ExecutorService clients = Executors.newFixedThreadPool(UPLOADS);
    try {
      ApiClient client = new ApiClient("http://127.0.0.1:" + port, "x-api-key", key);
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> client.get("/healthz").status() == 200);
      // The same bytes for all, as this process has no more memory than that one.
      byte[] form = ApiClient.form("large", TestImages.pngOfSize(1, BYTES));
      List<Future<ApiClient.Response>> uploads = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        uploads.add(clients.submit(() -> client.sendForm(form)));
      }
      for (Future<ApiClient.Response> upload : uploads) {
        ApiClient.Response response = upload.get(5, TimeUnit.MINUTES);
        assertThat(response.status()).as(response.text()).isEqualTo(201);
      }
      assertThat(client.get("/readyz").status()).as("there is no broker").isEqualTo(503);
      serve.destroy();
      assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(serve.exitValue()).as(Files.readString(log)).isZero();
      assertThat(log).content().doesNotContain("OutOfMemory").doesNotContain(key);
    } finally {
      clients.shutdownNow();
      serve.destroyForcibly();
    }
  }
}
