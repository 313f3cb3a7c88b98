package io.labelstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitedStorageTest {

  private final TimeLimitedStorage storage =
      new TimeLimitedStorage(URI.create("s3://bucket/images/"), Duration.ofMillis(300));

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void throwsWhatAnOperationThrows() {
    assertThatThrownBy(
            () ->
                storage.call(
                    () -> {
                      throw new FileNotFoundException("none");
                    }))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("none");
    assertThatThrownBy(
            () ->
                storage.call(
                    () -> {
                      throw new IllegalStateException("of a client library");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("s3://bucket/images/ cannot be used")
        .hasRootCauseMessage("of a client library");
  }

  @Test
  void readsAsTheStreamDoes() throws IOException {
    byte[] bytes = {1, -1, 0, 3};
    try (InputStream in = storage.limited(new ByteArrayInputStream(bytes))) {
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.readAllBytes()).containsExactly(0, 3);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void givesUpAReadAndClosesTheStreamWhenItEnds() throws IOException {
    HangingStream stream = new HangingStream();
    try (InputStream in = storage.limited(stream)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(stream.closed.getCount()).as("its lock may be held by the read").isEqualTo(1);
    stream.end.countDown();
    await().until(() -> stream.closed.getCount() == 0);
  }

  /** Ends for nobody's interrupt, as a read from a socket does. */
  private static final class HangingStream extends InputStream {

    final CountDownLatch end = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() {
      while (end.getCount() > 0) {
        try {
          end.await();
        } catch (InterruptedException e) {
          // Not noticed.
        }
      }
      return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return read();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
