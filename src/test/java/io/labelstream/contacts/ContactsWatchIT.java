package io.labelstream.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.processes.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactsWatchIT {

  @TempDir private Path folder;
  private ContactsWatch watch;

  @BeforeEach
  void watch() throws IOException {
    watch = ContactsWatch.in(folder);
  }

  @Test
  void seesEveryWayOut() throws Exception {
    List<String> attempts = run(Outside.class);
    assertThat(attempts).hasSizeGreaterThan(10);
    List<String> contacts = watch.contacts();
    assertThat(attempts)
        .allSatisfy(
            attempt ->
                assertThat(contacts).anyMatch(contact -> contact.contains(attempt + " by ")));
  }

  @Test
  void letsAMachineTalkToItself() throws Exception {
    assertThat(run(Outside.Inside.class)).containsExactly("done");
    assertThat(watch.contacts()).isEmpty();
  }

  /** What a watched program prints. */
  private List<String> run(Class<?> program) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Jdk.program("java"), "-cp", System.getProperty("java.class.path"), program.getName());
    builder.environment().putAll(watch.environment());
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(out);
  }
}
