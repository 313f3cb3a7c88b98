package io.labelstream.tools.tuning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** A shell that is given one block of a page after the other, and keeps its variables. */
final class PageShell implements AutoCloseable {

  private static final String DONE = "-- done --";

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  private PageShell(Process process) {
    this.process = process;
    in = process.outputWriter(UTF_8);
    out = process.inputReader(UTF_8);
  }

  /** Starts it in a folder; it ends with the first command that fails. */
  static PageShell start(Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-e");
    builder.environment().put("LC_ALL", "C.UTF-8");
    // A page shows both, as a terminal does.
    return new PageShell(builder.directory(folder.toFile()).redirectErrorStream(true).start());
  }

  /** Runs some lines and returns what they print. */
  String run(String lines) throws IOException {
    in.write(lines + "\necho '" + DONE + "'\n");
    in.flush();
    StringBuilder printed = new StringBuilder();
    String line = out.readLine();
    while (line != null && !line.equals(DONE)) {
      printed.append(line).append('\n');
      line = out.readLine();
    }
    assertThat(line).as("%s\nfailed: %s", lines, printed).isNotNull();
    return printed.toString();
  }

  /** Its commands end with it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
