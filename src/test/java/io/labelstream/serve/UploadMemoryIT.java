package io.labelstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.processes.ServeProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.store.TestImages;
import java.nio.file.Path;
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
    ExecutorService clients = Executors.newFixedThreadPool(UPLOADS);
    try (ServeProcess serve = ServeProcess.start(folder, "512m", "--management-port=0")) {
      ApiClient client = serve.client();
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
      serve.stop();
    } finally {
      clients.shutdownNow();
    }
  }
}
