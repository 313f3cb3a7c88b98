package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.event.ErrorCode;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceReaderTest {

  @TempDir private Path folder;

  private Path images;
  private ReferenceReader reader;

  @BeforeEach
  void write() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    Files.write(images.resolve("a b.jpg"), new byte[] {1, 2, 3});
    Files.createDirectory(folder.resolve("images-secret"));
    Files.write(folder.resolve("images-secret/c.jpg"), new byte[] {4});
    Files.write(folder.resolve("secret.jpg"), new byte[] {4});
    reader = reader(List.of(images.toUri(), URI.create("s3://bucket/images/")));
  }

  @Test
  void readsBelowAPrefix() throws Exception {
    assertThat(reader.read(images.resolve("a b.jpg").toUri())).containsExactly(1, 2, 3);
  }

  @Test
  void takesOneSlashForThree() throws Exception {
    URI uri = URI.create("file:" + images.resolve("a b.jpg").toUri().getRawPath());
    assertThat(reader.read(uri)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "FOLDER/images-secret/c.jpg",
        "FOLDER/images/../secret.jpg",
        "FOLDER/images/%2e%2e/secret.jpg",
        "FOLDER/images/..%2fsecret.jpg",
        "FOLDER/images/x/..%2F..%2Fsecret.jpg",
        "FOLDER/images/a%00.jpg",
        "FOLDER/images/..%5csecret.jpg",
        "FOLDER/images/a%20b.jpg?x=1",
        "FOLDER/images/a%20b.jpg#x",
        "file://host/images/a.jpg",
        "http://127.0.0.1/images/a.jpg",
        "s3://other/images/a.jpg",
        "s3://bucket/a.jpg",
        "s3://bucket/images//a.jpg",
        "s3://bucket/images/a//b.jpg",
        "s3://bucket/images/a.jpg/",
        "a.jpg",
        "data:image/png;base64,AAAA",
        "jar:file:/x.jar!/a.jpg"
      })
  void refusesWhatIsElsewhere(String reference) {
    URI uri = URI.create(reference.replace("FOLDER", "file://" + folder.toAbsolutePath()));
    assertRejected(uri, ErrorCode.FORBIDDEN_REFERENCE);
  }

  @Test
  void saysThatNothingIsThere() {
    assertRejected(images.resolve("none.jpg").toUri(), ErrorCode.MISSING_REFERENCE);
    assertRejected(images.resolve("x/y").toUri(), ErrorCode.MISSING_REFERENCE);
  }

  @Test
  void takesNoFolderForAnImage() throws IOException {
    Path inner = Files.createDirectory(images.resolve("inner"));
    assertRejected(inner.toUri(), ErrorCode.MISSING_REFERENCE);
  }

  @Test
  void refusesALargeFileWithoutReadingIt() throws IOException {
    Path large = images.resolve("large.jpg");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(50L * 1024 * 1024 * 1024);
    }
    assertRejected(large.toUri(), ErrorCode.IMAGE_TOO_LARGE);
  }

  @Test
  void saysThatAStoreCannotBeReadNow() {
    // No file system for s3 is on this class path.
    assertRejected(URI.create("s3://bucket/images/a.jpg"), ErrorCode.REFERENCE_UNAVAILABLE);
  }

  @Test
  void readsNothingWithoutPrefixes() {
    ReferenceReader closed = reader(List.of());
    assertThatThrownBy(() -> closed.read(images.resolve("a b.jpg").toUri()))
        .isInstanceOf(ImageRejectedException.class);
  }

  private static ReferenceReader reader(List<URI> prefixes) {
    return new ReferenceReader(
        new AllowedReferences(prefixes), ImageLimits.DEFAULT, Duration.ofSeconds(10));
  }

  private void assertRejected(URI reference, ErrorCode code) {
    assertThatThrownBy(() -> reader.read(reference))
        .isInstanceOfSatisfying(
            ImageRejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
