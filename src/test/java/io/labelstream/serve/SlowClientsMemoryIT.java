package io.labelstream.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.bench.Memory;
import io.labelstream.processes.DiagnosticCommand;
import io.labelstream.processes.ServeProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.store.TestImages;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged facade with a small heap, and clients that send a byte a second: 500 of them within
 * a request's headers and another 500 within an upload.
 */
@EnabledOnOs(OS.LINUX)
class SlowClientsMemoryIT {

  private static final int CLIENTS = 500;
  private static final int BYTES_EACH = 12;
  private static final int WARM_UP = 100;
  private static final long MEGABYTE = 1024 * 1024;

  /** About twice and more of what was measured; a buffer of a whole upload would be far above. */
  private static final long HEAP_EACH = 32 * 1024;

  private static final long RESIDENT_EACH = 96 * 1024;
  private static final long LEFT_OVER = 8 * MEGABYTE;

  @TempDir Path folder;
  private final List<Socket> withinHeaders = new ArrayList<>();
  private final List<Socket> withinBodies = new ArrayList<>();
  private final ScheduledExecutorService second = Executors.newSingleThreadScheduledExecutor();
  private int images;

  @AfterEach
  void stop() throws IOException {
    second.shutdownNow();
    for (List<Socket> sockets : List.of(withinHeaders, withinBodies)) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /**
   * @param heapBytes of live objects, after a collection
   * @param residentBytes of the whole process
   */
  private record MemoryUse(long heapBytes, long residentBytes) {

    @Override
    public String toString() {
      return "heap %.1f MB, resident %.1f MB"
          .formatted((double) heapBytes / MEGABYTE, (double) residentBytes / MEGABYTE);
    }
  }

  @Test
  void aThousandFitInto128MegabytesAndHoldNobodyUp() throws Exception {
    int managementPort = Ports.free();
    try (ServeProcess serve =
        ServeProcess.start(
            folder, "128m", "--management-port=" + managementPort, "--body-timeout=20s")) {
      ApiClient management = new ApiClient("http://127.0.0.1:" + managementPort);
      ApiClient others = serve.client();
      for (int i = 0; i < WARM_UP; i++) {
        uploadAndFetch(others);
      }
      MemoryUse before = memory(serve, management);

      for (int i = 0; i < CLIENTS; i++) {
        withinHeaders.add(connect(serve, "GET /v1/images HTTP/1.1\r\nhost: a\r\nx-slow: "));
        withinBodies.add(connect(serve, startOfUpload(serve.key())));
      }
      AtomicInteger rounds = new AtomicInteger();
      ScheduledFuture<?> trickle =
          second.scheduleAtFixedRate(
              () -> {
                withinHeaders.forEach(SlowClientsMemoryIT::sendOneByte);
                withinBodies.forEach(SlowClientsMemoryIT::sendOneByte);
                rounds.incrementAndGet();
              },
              0,
              1,
              TimeUnit.SECONDS);
      List<Long> nanos = new ArrayList<>();
      while (rounds.get() < BYTES_EACH) {
        assertThat(trickle.isDone()).as("a client was cut off").isFalse();
        long start = System.nanoTime();
        uploadAndFetch(others);
        nanos.add(System.nanoTime() - start);
      }
      MemoryUse during = memory(serve, management);
      assertThat(trickle.isDone()).as("a client was cut off").isFalse();
      trickle.cancel(false);

      // Those within the body get an answer, those within the headers have asked nothing yet.
      for (Socket socket : withinBodies) {
        assertThat(readAll(socket)).startsWith("HTTP/1.1 408").contains("did not arrive in time");
      }
      for (Socket socket : withinHeaders) {
        assertThat(readAll(socket)).isEmpty();
      }
      await()
          .untilAsserted(
              () -> assertThat(folder.resolve("uploads").toFile().listFiles()).isEmpty());
      // A connection that we ended lingers for a moment, so that its client reads the answer.
      MemoryUse after =
          await()
              .alias("nothing is left over")
              .until(
                  () -> memory(serve, management),
                  use -> use.heapBytes() - before.heapBytes() < LEFT_OVER);
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "%d slow clients: before %s; with them %s; after %s; meanwhile %d uploads and fetches of"
              + " others, median %.1f ms, at most %.1f ms%n",
          withinHeaders.size() + withinBodies.size(),
          before,
          during,
          after,
          sorted.length,
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length - 1] / 1e6);
      assertThat(during.heapBytes() - before.heapBytes()).isLessThan(2 * CLIENTS * HEAP_EACH);
      assertThat(during.residentBytes() - before.residentBytes())
          .isLessThan(2 * CLIENTS * RESIDENT_EACH);
      serve.stop();
    }
  }

  private void uploadAndFetch(ApiClient client) throws IOException, InterruptedException {
    byte[] image = TestImages.png(++images);
    ApiClient.Response created = client.upload("image", image);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    String path = "/v1/images/" + created.json().path("id").asText() + "/download";
    assertThat(client.get(path).body()).isEqualTo(image);
  }

  private static Socket connect(ServeProcess serve, String start) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), serve.port());
    socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(30).toMillis()));
    socket.getOutputStream().write(start.getBytes(US_ASCII));
    return socket;
  }

  private static String startOfUpload(String key) {
    return String.join(
        "\r\n",
        "POST /v1/images/upload HTTP/1.1",
        "host: a",
        "x-api-key: " + key,
        "content-type: multipart/form-data; boundary=b",
        "content-length: 1000000",
        "",
        "--b",
        "content-disposition: form-data; name=\"image\"; filename=\"a.jpg\"",
        "",
        "");
  }

  private static void sendOneByte(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException e) {
      throw new IllegalStateException("a slow client was cut off too early", e);
    }
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  /** After a full collection, so that what is left is in use. */
  private static MemoryUse memory(ServeProcess serve, ApiClient management)
      throws IOException, InterruptedException {
    DiagnosticCommand.run(serve.pid(), "GC.run");
    double heap =
        management
            .get("/metrics")
            .text()
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    long resident = Memory.residentBytes(serve.pid());
    assertThat(heap).isPositive();
    return new MemoryUse((long) heap, resident);
  }
}
