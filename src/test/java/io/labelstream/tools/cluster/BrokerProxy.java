package io.labelstream.tools.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The network between a job and its broker, which can be cut: nothing gets through, nor an end. */
public final class BrokerProxy implements AutoCloseable {

  private final ServerSocket server;
  private volatile int brokerPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private boolean cut;

  /** A proxy on any free port, in front of a port on which a broker may listen. */
  public BrokerProxy(int brokerPort) throws IOException {
    this.brokerPort = brokerPort;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  /** Where clients connect. */
  public int port() {
    return server.getLocalPort();
  }

  /** Connections that are made from now on go to a broker on another port. */
  public void moveTo(int port) {
    brokerPort = port;
  }

  /** From now on, bytes stay where they are. */
  void cut() {
    lock.lock();
    try {
      cut = true;
    } finally {
      lock.unlock();
    }
  }

  /** The bytes go on. */
  void heal() {
    lock.lock();
    try {
      cut = false;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      sockets.add(client);
      start(
          "connection",
          () -> {
            awaitHealed();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            sockets.add(broker);
            start("answers", () -> pump(broker, client));
            pump(client, broker);
          });
    }
  }

  private void pump(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      int read = in.read(buffer);
      while (read >= 0) {
        awaitHealed();
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
      awaitHealed();
    }
  }

  private void awaitHealed() throws InterruptedException {
    lock.lock();
    try {
      while (cut) {
        healed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection, or the proxy, has ended.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    heal();
  }
}
