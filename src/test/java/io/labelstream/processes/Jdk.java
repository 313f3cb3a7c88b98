package io.labelstream.processes;

import java.nio.file.Path;

/** The programs of the JDK that the tests run in. */
public final class Jdk {

  private static final Path PROGRAMS = Path.of(System.getProperty("java.home"), "bin");

  private Jdk() {}

  /** Where one of them is, such as {@code jcmd}. */
  public static String program(String name) {
    return PROGRAMS.resolve(name).toString();
  }
}
