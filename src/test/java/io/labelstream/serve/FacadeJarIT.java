package io.labelstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade's own jar, which a server of it is all that is installed of us. */
class FacadeJarIT {

  private static final Path JAR = Path.of(System.getProperty("labelstream.facade", ""));
  private static final long LARGEST = 110_000_000;

  @Test
  void holdsNothingOfTheModelTheBrokerOrFlinksRuntime() throws IOException {
    assertThat(JAR).isRegularFile();
    assertThat(Files.size(JAR)).isLessThan(LARGEST);
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      Set<String> names = jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
      assertThat(names).contains("io/labelstream/serve/FacadeProgram.class");
      assertThat(names)
          .noneMatch(
              name ->
                  name.startsWith("org/tensorflow/")
                      || name.startsWith("ai/djl/")
                      || name.startsWith("ai/onnxruntime/")
                      || name.startsWith("org/bytedeco/")
                      || name.startsWith("kafka/server/")
                      || name.startsWith("org/apache/kafka/raft/")
                      || name.startsWith("scala/")
                      || name.startsWith("org/apache/flink/runtime/")
                      || name.startsWith("io/labelstream/job/")
                      || name.matches("io/labelstream/vision/[^/]*\\.class")
                      || name.startsWith("io/labelstream/tools/")
                      || name.contains("quiche"));
    }
  }

  @Test
  void classifiesThroughAJobElsewhere(@TempDir Path folder) throws Exception {
    Path images = folder.resolve("local/images");
    int port = Ports.free();
    String key = run("keys", "create", "--keys=" + folder.resolve("keys.json"));
    try (LocalProcess elsewhere = LocalProcess.start(folder.resolve("local"))) {
      Process serve =
          command(
                  "serve",
                  "--bootstrap-servers=" + elsewhere.bootstrapServers(),
                  "--data=" + folder.resolve("facade"),
                  "--images=" + images.toUri(),
                  "--keys=" + folder.resolve("keys.json"),
                  "--port=" + port,
                  "--management-port=0")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("serve.log").toFile())
              .start();
      try {
        ApiClient client = new ApiClient("http://127.0.0.1:" + port, "x-api-key", key);
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> client.get("/readyz").status() == 200);
        byte[] coffee = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
        String id = client.upload("coffee", coffee).json().path("id").asText();

        ApiClient.Response answer = client.post("/v1/images/" + id + "/classify");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.json().path("main_label").asText()).isEqualTo("Espresso");
      } finally {
        serve.destroy();
        assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(serve.exitValue()).isZero();
    }
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    Process process = command(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.strip();
  }

  private static ProcessBuilder command(String... arguments) {
    return new ProcessBuilder(LocalProcess.command(JAR, "256m", List.of(arguments)));
  }
}
