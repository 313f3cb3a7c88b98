package io.labelstream.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.ServeProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged facade with few descriptors, and many uploads that end within their image. */
@EnabledOnOs(OS.LINUX)
class TruncatedUploadsIT {

  private static final int UPLOADS = 2000;
  private static final int CLIENTS = 20;
  private static final int DESCRIPTORS = 400;

  @TempDir Path folder;

  @Test
  void areAnsweredAndLeaveNothing() throws Exception {
    byte[] form = ApiClient.form("cut off", TestImages.pngOfSize(1, 50_000));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (ServeProcess serve = ServeProcess.start(folder, "256m", "--management-port=0")) {
      limitDescriptors(serve.pid());
      assertThat(serve.client().upload("warm-up", TestImages.png(1)).status()).isEqualTo(201);
      int before = descriptors(serve.pid());
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        byte[] part = Arrays.copyOf(form, 500 + (i * 20) % 49_000);
        answers.add(clients.submit(() -> send(serve, part)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).startsWith("HTTP/1.1 422 ").contains("complete multipart");
      }
      assertThat(serve.client().get("/healthz").status()).isEqualTo(200);
      assertThat(serve.client().upload("whole", TestImages.png(2)).status()).isEqualTo(201);
      await().untilAsserted(() -> assertThat(folder.resolve("uploads")).isEmptyDirectory());
      await()
          .untilAsserted(() -> assertThat(descriptors(serve.pid())).isLessThan(before + CLIENTS));
      assertThat(serve.log()).doesNotContain("Too many open files", "\tat ");
      serve.stop();
    } finally {
      clients.shutdownNow();
    }
  }

  private static String send(ServeProcess serve, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serve.port())) {
      String head =
          "POST /v1/images/upload HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-api-key: "
              + serve.key()
              + "\r\ncontent-type: multipart/form-data; boundary=----a-boundary\r\n"
              + "content-length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(body);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** Java raises its own limit when it starts, so this comes later. */
  private static void limitDescriptors(long pid) throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder("prlimit", "--pid=" + pid, "--nofile=" + DESCRIPTORS + ":" + DESCRIPTORS)
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }

  private static int descriptors(long pid) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return Math.toIntExact(open.count());
    }
  }
}
