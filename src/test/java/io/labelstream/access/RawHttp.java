package io.labelstream.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests byte by byte, as no client library would send them. */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 60_000;

  private RawHttp() {}

  /** A response: its status, the lines of its head, and its body. */
  record Response(int status, List<String> head, String body) {

    Response {
      head = List.copyOf(head);
    }

    Optional<String> header(String name) {
      return head.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  /** The response to a request of this Flink's own page or of a program, with further headers. */
  static Response send(int port, String method, String target, String body, String... headers)
      throws IOException {
    List<String> head = new ArrayList<>(List.of(headers));
    head.add(0, "Host: 127.0.0.1:" + port);
    head.add("Content-Length: " + body.length());
    head.add("Connection: close");
    return exchange(port, method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", head), body)
        .get(0);
  }

  /** All responses of a connection until the server has ended it. */
  static List<Response> exchange(int port, String head, String body) throws IOException {
    try (Socket socket = connect(port)) {
      write(socket, head + "\r\n\r\n" + body);
      return readToEnd(socket);
    }
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** All responses until the server ends the connection. */
  static List<Response> readToEnd(Socket socket) throws IOException {
    List<Response> responses = new ArrayList<>();
    for (Optional<Response> next = read(socket); next.isPresent(); next = read(socket)) {
      responses.add(next.get());
    }
    return responses;
  }

  /** The next response, or empty at the end of the connection. */
  static Optional<Response> read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return Optional.empty();
      }
      text.append((char) read);
    }
    List<String> head = text.toString().strip().lines().toList();
    Response response = new Response(Integer.parseInt(head.get(0).split(" ", -1)[1]), head, "");
    int length = response.header("content-length").map(Integer::parseInt).orElse(0);
    String body = new String(in.readNBytes(length), ISO_8859_1);
    return Optional.of(new Response(response.status(), head, body));
  }
}
