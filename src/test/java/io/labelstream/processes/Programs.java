package io.labelstream.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs that a machine need not have, such as those of Debian's packages. */
public final class Programs {

  private Programs() {}

  /**
   * Leaves a test out where one of some programs is not on the {@code PATH}.
   *
   * @param required the environment variable that is {@code true} where that is a failure instead
   * @param packages those of Debian that have them
   */
  public static void assume(String required, List<String> programs, List<String> packages) {
    List<String> missing = programs.stream().filter(program -> !isThere(program)).toList();
    String reason =
        "not on the PATH: %s; apt-get install --no-install-recommends %s"
            .formatted(missing, String.join(" ", packages));
    if (Boolean.parseBoolean(System.getenv(required))) {
      assertThat(missing).as(reason).isEmpty();
    }
    assumeTrue(missing.isEmpty(), reason);
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
