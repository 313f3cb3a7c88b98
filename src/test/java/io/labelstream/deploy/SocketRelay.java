package io.labelstream.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Hands connections on, between this machine's network and one that has no way in or out: through
 * Unix domain sockets in a folder that both sides see.
 */
final class SocketRelay implements AutoCloseable {

  private final ServerSocketChannel server;
  private final SocketAddress target;

  private SocketRelay(ServerSocketChannel server, SocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** The end inside: the folder, and the ports of the inside that are reached through it. */
  public static void main(String[] arguments) throws IOException {
    for (int index = 1; index < arguments.length; index++) {
      int port = Integer.parseInt(arguments[index]);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(socket(Path.of(arguments[0]), port));
      new SocketRelay(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
          .start(false);
    }
    System.out.println("ready");
  }

  /** The end outside, on a free port of loopback. */
  static SocketRelay outside(Path folder, int insidePort) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    SocketRelay relay = new SocketRelay(server, socket(folder, insidePort));
    relay.start(true);
    return relay;
  }

  /** Where it is reached outside. */
  String address() throws IOException {
    return "127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  static UnixDomainSocketAddress socket(Path folder, int port) {
    return UnixDomainSocketAddress.of(folder.resolve(port + ".sock"));
  }

  private void start(boolean daemon) {
    run(daemon, this::accept);
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = server.accept();
      run(true, () -> handOn(client));
    }
  }

  private void handOn(SocketChannel client) throws IOException {
    try (client;
        SocketChannel other = SocketChannel.open(target)) {
      Thread back = run(true, () -> copy(other, client));
      copy(client, other);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      from.close();
      to.close();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread run(boolean daemon, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two sides has closed or was never there, which its peer sees as such.
              }
            },
            "relay");
    thread.setDaemon(daemon);
    thread.start();
    return thread;
  }
}
