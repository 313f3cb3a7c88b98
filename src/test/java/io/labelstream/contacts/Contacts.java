package io.labelstream.contacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;

/**
 * Writes down whom a process would reach beyond its own machine, and lets it reach nobody. The
 * JDK's own code calls this, so it must do without any other class of ours.
 */
public final class Contacts {

  /** The system property that names the file. */
  static final String FILE = "labelstream.contacts";

  private static final int NAME_SERVICE = 53;

  private Contacts() {}

  /** Before a connection is made. */
  public static void connect(SocketAddress address) throws IOException {
    check("connect", address);
  }

  /** Before a datagram is sent. */
  public static void send(SocketAddress address) throws IOException {
    check("send", address);
  }

  /** Before the system is asked for the addresses of a name. */
  public static void lookUp(String name) throws UnknownHostException {
    if (!name.equals("localhost") && !isAboutThisMachine()) {
      write("look up " + name);
      throw new UnknownHostException(name);
    }
  }

  /** Before the system is asked for the name of an address. */
  public static void lookUp(byte[] address) throws UnknownHostException, SocketException {
    InetAddress asked = InetAddress.getByAddress(address);
    if (NetworkInterface.getByInetAddress(asked) == null) {
      write("look up " + asked.getHostAddress());
      throw new UnknownHostException(asked.getHostAddress());
    }
  }

  /** A logger and Flink want their own machine's name. */
  private static boolean isAboutThisMachine() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getClassName().equals(InetAddress.class.getName())
                            && frame.getMethodName().equals("getLocalHost")));
  }

  private static void check(String kind, SocketAddress address) throws IOException {
    if (!(address instanceof InetSocketAddress target) || target.isUnresolved()) {
      return;
    }
    // A name service on this machine asks others.
    boolean stays =
        (target.getAddress().isLoopbackAddress() || target.getAddress().isAnyLocalAddress())
            && target.getPort() != NAME_SERVICE;
    if (!stays) {
      String contact = target.getAddress().getHostAddress() + ":" + target.getPort();
      write(kind + " " + contact);
      throw new IOException(contact + " is beyond this machine");
    }
  }

  private static void write(String contact) {
    String caller =
        StackWalker.getInstance()
            .walk(frames -> frames.map(Object::toString).collect(Collectors.joining(" < ")));
    try {
      Files.write(
          Path.of(System.getProperty(FILE)),
          (contact + " by " + caller + "\n").getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A contact that is not written down must not look like none.
      Runtime.getRuntime().halt(99);
    }
  }
}
