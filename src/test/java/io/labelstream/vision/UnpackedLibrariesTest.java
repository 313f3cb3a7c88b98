package io.labelstream.vision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedLibrariesTest {

  @TempDir private Path folder;

  @Test
  void movesTheLibrariesOfThisPlatformOutOfTheirJars() throws IOException {
    Path jars = Files.createDirectory(folder.resolve("jars"));
    String ours = "some-1.0-" + Loader.getPlatform() + ".jar";
    write(
        jars.resolve(ours),
        "META-INF/LICENSE.txt",
        "org/some/x/libsome.so.2",
        "org/some/x/libjnisome.so",
        "org/some/x/some.properties");
    write(jars.resolve("some-1.0.jar"), "org/some/libother.so", "org/some/Some.class");

    Path libraries = folder.resolve("libraries");
    UnpackedLibraries.main(new String[] {jars.toString(), libraries.toString()});

    assertThat(files(libraries))
        .containsExactlyInAnyOrder(
            "libsome.so.2", "libjnisome.so", "licenses/" + ours + "/LICENSE.txt");
    assertThat(libraries.resolve("libsome.so.2")).hasContent("org/some/x/libsome.so.2");
    assertThat(files(jars)).containsExactly("some-1.0.jar");
  }

  /** Each entry has its own name in it. */
  private static void write(Path jar, String... entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(UTF_8));
      }
    }
  }

  private static List<String> files(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .toList();
    }
  }
}
