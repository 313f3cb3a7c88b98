package io.labelstream.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/**
 * Makes the folder that {@code TENSORFLOW_LIBRARY_PATH} names, for a container image: the root file
 * system of its containers cannot be written, and none of them has to unpack 640 MB at its start.
 */
final class UnpackedLibraries {

  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.\\d+)*|dylib)");
  private static final Pattern LICENSE =
      Pattern.compile("(.*/)?(LICENSE|NOTICE|ThirdPartyNotices)[^/]*");

  private UnpackedLibraries() {}

  /**
   * Moves the native libraries out of the jars of this platform. The jars are deleted, and the
   * texts of their licenses are kept beside the libraries.
   *
   * @param arguments the folder of the jars, and the folder for the libraries
   */
  public static void main(String[] arguments) throws IOException {
    Path libraries = Path.of(arguments[1]);
    String natives = "*-" + Loader.getPlatform() + ".jar";
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), natives)) {
      for (Path file : jars) {
        try (JarFile jar = new JarFile(file.toFile())) {
          for (JarEntry entry : entries(jar, LIBRARY)) {
            copy(jar, entry, libraries);
          }
          Path licenses = libraries.resolve("licenses").resolve(name(file.toString()));
          for (JarEntry entry : entries(jar, LICENSE)) {
            copy(jar, entry, licenses);
          }
        }
        Files.delete(file);
      }
    }
  }

  private static List<JarEntry> entries(JarFile jar, Pattern name) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory() && name.matcher(entry.getName()).matches())
        .toList();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void copy(JarFile jar, JarEntry entry, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, folder.resolve(name(entry.getName())));
    }
  }
}
