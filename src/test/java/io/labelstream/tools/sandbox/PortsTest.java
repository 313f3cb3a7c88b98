package io.labelstream.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void namesTheTakenPortAndTheOptionThatMovesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.checkFree(taken.getLocalPort(), "--kafka-port"))
          .hasMessage(
              "port " + taken.getLocalPort() + " is taken: choose another one with --kafka-port");
    }
  }

  @Test
  void findsAFreeOne() throws IOException {
    int port = Ports.free();
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
    Ports.checkFree(port, "--kafka-port");
  }

  @Test
  void keepsItFromOthersForAWhile() throws IOException {
    int port = Ports.free();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(false);
      assertThatThrownBy(
              () -> socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
          .isInstanceOf(BindException.class);
    }
  }
}
