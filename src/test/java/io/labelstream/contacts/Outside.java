package io.labelstream.contacts;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import org.apache.flink.shaded.netty4.io.netty.bootstrap.Bootstrap;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.MultiThreadIoEventLoopGroup;
import org.apache.flink.shaded.netty4.io.netty.channel.epoll.Epoll;
import org.apache.flink.shaded.netty4.io.netty.channel.epoll.EpollIoHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.epoll.EpollSocketChannel;

/**
 * A program that tries every way out, to addresses and names that are nobody's (RFC 5737, 2606).
 */
final class Outside {

  private static final String ADDRESS = "192.0.2.1";
  private static final String NAME = "nobody.invalid";

  private Outside() {}

  private interface Attempt {
    void run() throws Exception;
  }

  /** Prints what a watch has to write of each attempt. */
  public static void main(String[] arguments) {
    attempt("connect 192.0.2.1:1", () -> new Socket(ADDRESS, 1).close());
    attempt("connect 192.0.2.1:2", () -> SocketChannel.open(to(2)).close());
    attempt("connect 192.0.2.1:3", () -> URI.create("http://192.0.2.1:3").toURL().getContent());
    attempt("connect 192.0.2.1:4", () -> request(URI.create("http://192.0.2.1:4")));
    attempt("connect 192.0.2.1:5", () -> connectVertx(5, ADDRESS));
    if (Epoll.isAvailable()) {
      attempt("connect 192.0.2.1:6", () -> connectNativeNetty(6));
    }
    attempt("connect 192.0.2.1:7", () -> connectDatagrams(7));
    attempt("send 192.0.2.1:8", () -> send(to(8)));
    attempt("send 192.0.2.1:9", () -> DatagramChannel.open().send(ByteBuffer.allocate(1), to(9)));
    attempt("look up " + NAME, () -> InetAddress.getAllByName(NAME));
    attempt("look up " + ADDRESS, () -> InetAddress.getByName(ADDRESS).getHostName());
    // It asks a name service itself.
    attempt(":53", () -> connectVertx(10, NAME));
    System.exit(0);
  }

  /** What a watch writes nothing of. */
  static final class Inside {
    private Inside() {}

    public static void main(String[] arguments) throws Exception {
      InetAddress.getLocalHost();
      InetAddress.getByName("localhost").getHostName();
      send(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
      System.out.println("done");
    }
  }

  private static void attempt(String contact, Attempt attempt) {
    System.out.println(contact);
    try {
      attempt.run();
    } catch (Exception e) {
      System.err.println(contact + ": " + e);
    }
  }

  private static InetSocketAddress to(int port) {
    return new InetSocketAddress(ADDRESS, port);
  }

  private static void request(URI uri) throws IOException, InterruptedException {
    HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
  }

  private static void connectVertx(int port, String host) {
    Vertx.vertx().createNetClient().connect(port, host).await();
  }

  private static void connectNativeNetty(int port) throws InterruptedException {
    var unused =
        new Bootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
            .channel(EpollSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(to(port))
            .sync();
  }

  private static void connectDatagrams(int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(to(port));
    }
  }

  private static void send(InetSocketAddress receiver) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, receiver));
    }
  }
}
