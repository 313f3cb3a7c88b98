package io.labelstream.contacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/**
 * Watches Java processes, and those that they start, for whatever leads beyond their own machine:
 * connections, datagrams and questions for names. What native code does is not seen.
 */
public final class ContactsWatch {

  private final Path folder;
  private final Path agent;

  private ContactsWatch(Path folder, Path agent) {
    this.folder = folder;
    this.agent = agent;
  }

  /** A watch that keeps its files in a folder, which exists. */
  public static ContactsWatch in(Path folder) throws IOException {
    Path watched = jar(folder.resolve("contacts.jar"), new Manifest(), Contacts.class);
    Path agent =
        jar(
            folder.resolve("contacts-agent.jar"),
            agentManifest(watched),
            ContactsAgent.class,
            ContactsAgent.class.getDeclaredClasses());
    return new ContactsWatch(folder, agent);
  }

  /** What a process has to be started with, beside its own environment. */
  public Map<String, String> environment() {
    return Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + agent + "=" + folder);
  }

  /** All attempts, a line each, with who has made them. */
  public List<String> contacts() throws IOException {
    return lines(ContactsAgent.CONTACTS);
  }

  /** The programs that were watched, each as its main class or jar with its arguments. */
  public List<String> programs() throws IOException {
    return lines(ContactsAgent.PROGRAMS);
  }

  private List<String> lines(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static Manifest agentManifest(Path watched) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(new Attributes.Name("Premain-Class"), ContactsAgent.class.getName());
    attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
    attributes.put(new Attributes.Name("Boot-Class-Path"), watched.toString());
    attributes.put(Attributes.Name.CLASS_PATH, locationOf(ByteBuddy.class).toUri().toString());
    return manifest;
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path jar(Path jar, Manifest manifest, Class<?> type, Class<?>... more)
      throws IOException {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      add(entries, type);
      for (Class<?> one : more) {
        add(entries, one);
      }
    }
    return jar;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream bytes =
        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(name))) {
      bytes.transferTo(jar);
    }
    jar.closeEntry();
  }
}
