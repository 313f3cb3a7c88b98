package io.labelstream.tools.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback, where everything listens that runs on one machine. */
public final class Ports {

  /** Everything listens here and nowhere else. */
  public static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** Says which option moves a port that is taken, before anything has been started. */
  public static void checkFree(int port, String option) throws SandboxException {
    try {
      bind(port);
    } catch (IOException e) {
      throw new SandboxException(
          "port " + port + " is taken: choose another one with " + option, e);
    }
  }

  /**
   * A port that nothing listens on at the moment, from 10000 to 32767: those above are given to
   * outgoing connections, on Linux by default, and could be taken before the caller listens.
   */
  public static int free() throws IOException {
    IOException failure = new IOException("no port is free");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
      try {
        bind(port);
        return port;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static void bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }
}
