package io.labelstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.processes.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BackgroundTest {

  private static final String BESIDE = "beside answers, not behind them";

  @Test
  @EnabledOnOs(OS.LINUX)
  void givesWayWhileWhoeverWaitsDoesNot() throws IOException {
    int before = niceness();
    assertThat(Background.call("background", BackgroundTest::niceness))
        .isEqualTo(Math.max(before, 19));
    assertThat(niceness()).isEqualTo(before);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void givesWayAsFarUnderTheFlagsOfTaskManagers() throws Exception {
    int before = niceness();
    assertThat(run(List.of("-XX:ThreadPriorityPolicy=1"), jar -> true))
        .contains("called with " + Math.max(before, 19), "shadow with " + Math.max(before, 10))
        .doesNotContain(BESIDE);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void worksBesideAnswersWhereJnaDoesNot() throws Exception {
    int before = niceness();
    assertThat(run(List.of("-Djna.nounpack=true", "-Djna.nosys=true"), jar -> true))
        .contains("called with " + before, "shadow with " + before)
        .containsOnlyOnce(BESIDE);
    assertThat(run(List.of(), jar -> !jar.matches(".*/jna-[\\d.]+\\.jar")))
        .contains("called with " + before, "shadow with " + before)
        .containsOnlyOnce(BESIDE);
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
    assertThatThrownBy(() -> fail(new Throwable("neither")))
        .isExactlyInstanceOf(IOException.class)
        .hasRootCauseMessage("neither");
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
          if (failure instanceof Error error) {
            throw error;
          }
          throw BackgroundTest.<RuntimeException>undeclared(failure);
        });
  }

  /** Throws what a caller does not know of, as code of other languages does. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The cast is not checked.
  private static <T extends Throwable> T undeclared(Throwable failure) throws T {
    throw (T) failure;
  }

  /** What a process prints that works in the background, since a JVM tries JNA once. */
  private static String run(List<String> flags, Predicate<String> jars) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Jdk.program("java"), "-Xmx64m", "-Dlog4j2.configurationFile=log4j2-serve.xml"));
    command.addAll(flags);
    command.add("-cp");
    command.add(
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(jars)
            .collect(joining(File.pathSeparator)));
    command.add(Works.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** The process. */
  static final class Works {

    private Works() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println("called with " + Background.call("called", BackgroundTest::niceness));
      FutureTask<Integer> work = new FutureTask<>(BackgroundTest::niceness);
      Background.thread("shadow", work).start();
      System.out.println("shadow with " + work.get(1, TimeUnit.MINUTES));
    }
  }

  private static int niceness() throws IOException {
    String status = Files.readString(Path.of("/proc/thread-self/stat"));
    // Behind the name, which may have blanks.
    return Integer.parseInt(status.substring(status.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }
}
