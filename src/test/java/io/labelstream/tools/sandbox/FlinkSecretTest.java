package io.labelstream.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.access.AccessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSecretTest {

  @TempDir private Path folder;

  @Test
  void isTheSameAtEachStartAndAnotherInEachFolder() throws IOException {
    Path file = folder.resolve("flink-secret");
    String secret = FlinkSecret.of(file).value();
    assertThat(secret).matches("[0-9a-f]{64}");
    assertThat(file).content().isEqualTo(secret);
    assertThat(FlinkSecret.of(file).value()).isEqualTo(secret);
    assertThat(FlinkSecret.of(folder.resolve("other")).value()).isNotEqualTo(secret);
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("flink-secret");
    FlinkSecret.of(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** As a process leaves it that is killed before it has written it. */
  @Test
  void isMadeAgainWhereItIsNotWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("flink-secret"), "");
    assertThat(FlinkSecret.of(file).value()).hasSize(64);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFlinkHasItsSecretFromTheStart() throws IOException {
    Path file = folder.resolve("flink-secret");
    assertThat(LoopbackFlink.configuration(8081, file).get(AccessOptions.SECRET_FILE))
        .isEqualTo(file.toString());
    assertThat(file).exists();
    assertThat(LoopbackFlink.configuration(8081).contains(AccessOptions.SECRET_FILE)).isFalse();
  }
}
