package io.labelstream.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** The JDK's {@code jcmd}, which has another Java process tell of itself. */
public final class DiagnosticCommand {

  private DiagnosticCommand() {}

  /**
   * Runs a command in a process.
   *
   * @param command such as {@code GC.run}
   * @return what it prints
   */
  public static String run(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Jdk.program("jcmd"), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
