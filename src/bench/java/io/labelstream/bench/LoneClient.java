package io.labelstream.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * A client that classifies one image at a time, on a connection of its own and in its caller's
 * thread. The JDK's clients take half a millisecond of each call for themselves, which would be
 * taken for the facade's.
 */
final class LoneClient implements AutoCloseable {

  private static final int READ_TIMEOUT_MILLIS = 60_000;
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final String headers;

  /**
   * Connects to the facade on this machine, which closes a connection that is idle for a while.
   *
   * @throws IOException if nobody listens at the port
   */
  LoneClient(int port, String apiKey) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    headers =
        " HTTP/1.1\r\nhost: 127.0.0.1:%d\r\nx-api-key: %s\r\ncontent-length: 0\r\n\r\n"
            .formatted(port, apiKey);
  }

  /**
   * Classifies an image, and returns once the whole response has been read.
   *
   * @throws IOException if the image was not classified
   */
  void classify(String id) throws IOException {
    String request = "POST /v1/images/" + id + "/classify" + headers;
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    String status = line();
    if (!status.startsWith("HTTP/1.1 201")) {
      throw new IOException("a lone call was answered with " + status);
    }
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    in.skipNBytes(length);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the facade has closed the connection");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
