package io.labelstream.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.files.S3Server;
import io.labelstream.files.UnreliableLink;
import io.labelstream.processes.LocalProcess;
import io.labelstream.processes.ServeProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar's {@code serve}, with its images in a real S3 server by Flink's S3 plugin. */
@TestInstance(Lifecycle.PER_CLASS)
class S3FacadeIT {

  private static final int TIMEOUT_SECONDS = 5;

  private Path folder;
  private S3Server server;
  private UnreliableLink link;
  private ServeProcess serve;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    server = S3Server.start(folder, "photographs", "denied");
    link = new UnreliableLink(server.port());
    LocalProcess.Output key =
        LocalProcess.run(
            folder,
            "keys",
            "create",
            "--keys=" + folder.resolve("keys.json"),
            "--account=a",
            "--per-minute=10000");
    assertThat(key.exitCode()).isZero();
    serve =
        ServeProcess.start(
            folder,
            "512m",
            environment(),
            "--images=s3://photographs/images/",
            "--images-timeout=" + TIMEOUT_SECONDS + "s",
            "--management-port=0");
    client = new ApiClient("http://127.0.0.1:" + serve.port(), "x-api-key", key.out().strip());
    // Which loads the plugin's classes.
    assertThat(client.upload("first", TestImages.png(1)).status())
        .as(() -> serve.log())
        .isEqualTo(201);
  }

  @AfterAll
  void stop() throws Exception {
    serve.close();
    link.close();
    server.close();
  }

  @AfterEach
  void mend() {
    link.forward();
  }

  @Test
  void keepsAnImageInTheBucketUntilItIsDeleted() throws Exception {
    byte[] image = TestImages.pngOfSize(2, 20 * 1024 * 1024);
    ApiClient.Response uploaded = client.upload("large", image);
    assertThat(uploaded.status()).isEqualTo(201);
    String id = uploaded.json().path("id").asText();
    assertThat(client.get("/v1/images/" + id + "/download").body()).isEqualTo(image);
    assertThat(client.get("/v1/images?take=1").text()).contains(id);
    int objects = objects();
    assertThat(client.delete("/v1/images/" + id).status()).isEqualTo(204);
    assertThat(client.get("/v1/images/" + id + "/download").status()).isEqualTo(404);
    assertThat(objects()).isEqualTo(objects - 1);
  }

  @Test
  void storesEqualBytesOnce() throws Exception {
    String first = upload(3);
    int objects = objects();
    String second = upload(3);
    assertThat(objects()).isEqualTo(objects);
    assertThat(client.delete("/v1/images/" + first).status()).isEqualTo(204);
    assertThat(client.get("/v1/images/" + second + "/download").body())
        .isEqualTo(TestImages.png(3));
    assertThat(client.delete("/v1/images/" + second).status()).isEqualTo(204);
    assertThat(objects()).isEqualTo(objects - 1);
  }

  @Test
  void answersWhileTheBucketDoesNot() throws Exception {
    String id = upload(4);
    int images = client.get("/v1/images?take=100").json().path("data").size();
    link.fallSilent();
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try {
      List<Callable<ApiClient.Response>> uploads = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        byte[] image = TestImages.png(1000 + i);
        uploads.add(() -> client.upload("silent", image));
      }
      // One after the other they would take longer, and be cancelled.
      for (Future<ApiClient.Response> upload :
          clients.invokeAll(uploads, 15 * TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        assertThat(upload.isCancelled()).isFalse();
        assertThat(upload.get().status()).isEqualTo(503);
        assertThat(upload.get().header("retry-after")).isEqualTo("5");
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(client.get("/v1/images/" + id + "/download").status()).isEqualTo(503);
    assertThat(client.get("/v1/images?take=100").json().path("data")).hasSize(images);
    link.forward();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> client.upload("again", TestImages.png(1000)).status() == 201);
    assertThat(client.get("/v1/images/" + id + "/download").body()).isEqualTo(TestImages.png(4));
  }

  @Test
  void deletesWhileTheBucketDoesNotAnswerAndTakesTheSameBytesAgain() throws Exception {
    String id = upload(5);
    link.fallSilent();
    assertThat(client.delete("/v1/images/" + id).status()).isEqualTo(204);
    assertThat(client.get("/v1/images/" + id).status()).isEqualTo(404);
    link.forward();
    String again = upload(5);
    assertThat(client.get("/v1/images/" + again + "/download").body()).isEqualTo(TestImages.png(5));
  }

  @Test
  void saysAtTheStartThatABucketCannotBeUsed() throws Exception {
    Process denied =
        ServeProcess.launch(
            folder.resolve("denied.err"),
            "512m",
            environment(),
            List.of(
                "--images=s3://denied/images/",
                "--data=" + folder.resolve("denied"),
                "--port=0",
                "--management-port=0"));
    assertThat(denied.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(denied.exitValue()).isEqualTo(1);
    assertThat(folder.resolve("denied.err"))
        .content()
        .contains("s3://denied/images/ cannot be used for images");
  }

  private String upload(int number) throws Exception {
    ApiClient.Response response = client.upload("image " + number, TestImages.png(number));
    assertThat(response.status()).as(() -> serve.log()).isEqualTo(201);
    return response.json().path("id").asText();
  }

  private int objects() throws Exception {
    return server.list("photographs").split("<Key>images/", -1).length - 1;
  }

  private Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>(S3Server.credentials());
    environment.put("FLINK_PLUGINS_DIR", System.getProperty("labelstream.plugins", ""));
    environment.put(
        "FLINK_CONF_DIR", S3Server.configure(folder, link.port(), "denied", "").toString());
    return environment;
  }
}
