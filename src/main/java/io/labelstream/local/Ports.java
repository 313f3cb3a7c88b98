package io.labelstream.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback, where everything listens that runs on one machine. */
public final class Ports {

  /** Everything listens here and nowhere else. */
  public static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** Says which option moves a port that is taken, before anything has been started. */
  public static void checkFree(int port, String option) throws LocalModeException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new LocalModeException(
          "port " + port + " is taken: choose another one with " + option, e);
    }
  }

  /** A port that nothing listens on at the moment. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
