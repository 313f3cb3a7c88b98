package io.labelstream.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.serve.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BuildTest {

  @Test
  void hasThePomsVersionAndACommit() throws IOException {
    Build build = Build.current();
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<artifactId>labelstream</artifactId>\n  <version>" + build.version() + "<");
    assertThat(build.commit()).matches("[0-9a-f]{40}|unknown");
  }

  @Test
  void peopleReadTheBeginningOfTheCommit() {
    assertThat(new Build("1.2.3", "0123456789abcdef0123456789abcdef01234567").title())
        .isEqualTo("1.2.3 (commit 0123456789ab)");
    assertThat(new Build("1.2.3", "unknown").title()).isEqualTo("1.2.3 (commit unknown)");
  }

  @Test
  void isWhatTheCommandLinePrints() {
    assertThat(new Version().getVersion())
        .containsExactly("labelstream " + Build.current().title());
  }
}
