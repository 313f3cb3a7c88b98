package io.labelstream.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A way to a server over TCP that can fail in the ways that networks and servers do. */
public final class UnreliableLink implements AutoCloseable {

  /** More than the head of a response, less than an image. */
  private static final int FAST_BYTES = 4096;

  private enum Mode {
    FORWARD,
    SILENT,
    TRICKLE
  }

  private final int port;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();
  private final Gate gate = new Gate();
  private volatile int target;
  private volatile Mode mode = Mode.FORWARD;
  private volatile ServerSocket server;

  /** A link to a port of 127.0.0.1 that works. */
  public UnreliableLink(int target) throws IOException {
    this.target = target;
    server = listen(0);
    port = server.getLocalPort();
  }

  /** Where to connect to, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Connections that are made from now on go to another port. */
  public void moveTo(int other) {
    target = other;
  }

  /** From now on nothing gets through, not even an end; connections stay. */
  public void cut() {
    gate.shut();
  }

  /** What was held back goes on. */
  public void heal() {
    gate.open();
  }

  /** Works from now on. */
  public void forward() {
    change(Mode.FORWARD);
  }

  /** Takes connections and requests, and answers nothing. */
  public void fallSilent() {
    change(Mode.SILENT);
  }

  /** Lets an image's bytes through one by one. */
  public void trickle() {
    change(Mode.TRICKLE);
  }

  /** Answers the next requests with 500. */
  public void failNext(int requests) {
    failures.set(requests);
    change(Mode.FORWARD);
  }

  /** How many of those are still to come. */
  public int failuresLeft() {
    return failures.get();
  }

  /** Refuses connections. */
  public void refuse() throws IOException {
    server.close();
    change(Mode.FORWARD);
  }

  /** Takes connections again. */
  public void accept() {
    try {
      server = listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    change(Mode.FORWARD);
    heal();
  }

  private void change(Mode next) {
    mode = next;
    // They are kept alive, and would go on as before.
    connections.forEach(UnreliableLink::closeQuietly);
    connections.clear();
  }

  private ServerSocket listen(int on) throws IOException {
    ServerSocket listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), on));
    start(
        () -> {
          while (true) {
            Socket client = listening.accept();
            connections.add(client);
            start(() -> serve(client));
          }
        });
    return listening;
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    try (client) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        fail(client);
      } else if (mode == Mode.SILENT) {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } else {
        forward(client);
      }
    }
  }

  private static void fail(Socket client) throws IOException {
    client.setSoTimeout(1000);
    client.getInputStream().read(new byte[FAST_BYTES]);
    client
        .getOutputStream()
        .write(
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    client.shutdownOutput();
  }

  private void forward(Socket client) throws IOException, InterruptedException {
    gate.pass();
    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
      connections.add(there);
      start(
          () -> {
            try (there) {
              pump(client.getInputStream(), there.getOutputStream());
            }
          });
      if (mode == Mode.TRICKLE) {
        trickle(there.getInputStream(), client.getOutputStream());
      } else {
        pump(there.getInputStream(), client.getOutputStream());
      }
    }
  }

  private void pump(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] buffer = new byte[64 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      gate.pass();
      out.write(buffer, 0, n);
    }
    gate.pass();
  }

  private void trickle(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] head = new byte[FAST_BYTES];
    for (int fast = 0; fast < FAST_BYTES; ) {
      int n = in.read(head, 0, FAST_BYTES - fast);
      if (n < 0) {
        return;
      }
      out.write(head, 0, n);
      fast += n;
    }
    for (int next = in.read(); next >= 0; next = in.read()) {
      out.write(next);
      if (closed.await(20, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A connection has been closed, by one end or by a change.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "link");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed, then.
    }
  }

  /** Open at first. */
  private static final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean shut;

    void shut() {
      set(true);
    }

    void open() {
      set(false);
    }

    private void set(boolean isShut) {
      lock.lock();
      try {
        shut = isShut;
        opened.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void pass() throws InterruptedException {
      lock.lock();
      try {
        while (shut) {
          opened.await();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
