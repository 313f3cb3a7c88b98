package io.labelstream.tools.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback, where everything listens that runs on one machine. */
public final class Ports {

  /** Everything listens here and nowhere else. */
  public static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** Says which option moves a port that is taken, before anything has been started. */
  public static void checkFree(int port, String option) throws SandboxException {
    try {
      bound(port, true).close();
    } catch (IOException e) {
      throw new SandboxException(
          "port " + port + " is taken: choose another one with " + option, e);
    }
  }

  /**
   * A port that nothing listens on, and that nobody else is given for a minute, the time to listen
   * there: it is from 10000 to 32767, since those above are given to outgoing connections on Linux
   * by default, and a connection that has just ended keeps it from all who do not ask for an
   * address in use, as servers do ({@code SO_REUSEADDR}).
   */
  public static int free() throws IOException {
    IOException failure = new IOException("no port is free");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
      try {
        bound(port, false).close();
        reserve(port);
        return port;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** The side that closes first keeps the address for a while. */
  private static void reserve(int port) throws IOException {
    try (ServerSocket server = bound(port, true);
        Socket client = new Socket(server.getInetAddress(), port)) {
      server.accept().close();
      client.getInputStream().read();
    }
  }

  private static ServerSocket bound(int port, boolean reuse) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(reuse);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
