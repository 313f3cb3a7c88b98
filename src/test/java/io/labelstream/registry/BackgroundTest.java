package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BackgroundTest {

  /** To which Linux gives the least. */
  private static final int NICEST = 19;

  @Test
  @EnabledOnOs(OS.LINUX)
  void givesWayWhileWhoeverWaitsDoesNot() throws IOException {
    int before = niceness();
    assertThat(Background.call("background", BackgroundTest::niceness))
        .isEqualTo(Math.min(NICEST, before + 10));
    assertThat(niceness()).isEqualTo(before);
  }

  @Test
  void failsAsTheWorkDoes() {
    assertThatThrownBy(() -> fail(new IOException("away")))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("away");
    assertThatThrownBy(() -> fail(new IllegalStateException("broken")))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThatThrownBy(() -> fail(new OutOfMemoryError("too large")))
        .isExactlyInstanceOf(OutOfMemoryError.class)
        .hasMessage("too large");
  }

  private static void fail(Throwable failure) throws IOException {
    Background.call(
        "background",
        () -> {
          if (failure instanceof IOException exception) {
            throw exception;
          }
          if (failure instanceof RuntimeException exception) {
            throw exception;
          }
          throw (Error) failure;
        });
  }

  private static int niceness() throws IOException {
    String status = Files.readString(Path.of("/proc/thread-self/stat"));
    // Behind the name, which may have blanks.
    return Integer.parseInt(status.substring(status.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }
}
