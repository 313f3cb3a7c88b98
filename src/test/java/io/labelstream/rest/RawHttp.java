package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes as they are, on a connection of their own, and reads what comes until its end. */
final class RawHttp {

  private static final String LINE_END = "\r\n";
  private static final String HEAD_END = LINE_END + LINE_END;

  private static final int SEGMENT_MILLIS = 100;

  /** Asks for the body, which has been sent already. */
  private static final String CONTINUE = "HTTP/1.1 100 Continue" + HEAD_END;

  private final int port;
  private final int timeoutMillis;

  RawHttp(int port, int timeoutMillis) {
    this.port = port;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * The response to a request, which must ask for the connection to be closed.
   *
   * @throws IOException if none has come in time, or it is not whole
   */
  ApiClient.Response send(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write(request);
      return response(
          socket.getInputStream().readAllBytes(),
          new String(request, ISO_8859_1).startsWith("HEAD "));
    }
  }

  /**
   * Sends a request in two segments, the second one when the facade has had the first, or has
   * answered to it.
   *
   * @return all that came until the connection's end
   */
  byte[] exchange(String first, String second) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(first.getBytes(ISO_8859_1));
      socket.setSoTimeout(SEGMENT_MILLIS);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        answer.write(socket.getInputStream().read());
      } catch (SocketTimeoutException e) {
        // Nothing to be had yet, and the first segment was read by itself.
      }
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write(second.getBytes(ISO_8859_1));
      answer.writeBytes(socket.getInputStream().readAllBytes());
      return answer.toByteArray();
    }
  }

  ApiClient.Response response(byte[] answer) throws IOException {
    return response(answer, false);
  }

  ApiClient.Response send(String request) throws IOException {
    return send(request.getBytes(ISO_8859_1));
  }

  private static ApiClient.Response response(byte[] bytes, boolean toHead) throws IOException {
    String text = new String(bytes, ISO_8859_1);
    if (text.startsWith(CONTINUE)) {
      return response(Arrays.copyOfRange(bytes, CONTINUE.length(), bytes.length), toHead);
    }
    int headEnd = text.indexOf(HEAD_END);
    if (!text.startsWith("HTTP/1.") || headEnd < 0) {
      throw new IOException("no response, but '" + text + "'");
    }
    String[] lines = text.substring(0, headEnd).split(LINE_END, -1);
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
      String[] field = line.split(":", 2);
      headers
          .computeIfAbsent(field[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field[1].strip());
    }
    byte[] rest = Arrays.copyOfRange(bytes, headEnd + HEAD_END.length(), bytes.length);
    HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
    return new ApiClient.Response(status, all, body(all, rest, toHead));
  }

  private static byte[] body(HttpHeaders headers, byte[] rest, boolean toHead) throws IOException {
    if (headers.firstValue("transfer-encoding").isPresent()) {
      return chunks(rest);
    }
    long length = toHead ? 0 : headers.firstValueAsLong("content-length").orElse(0);
    if (rest.length != length) {
      throw new IOException("a body of " + rest.length + " bytes, but of " + length + " announced");
    }
    return rest;
  }

  private static byte[] chunks(byte[] rest) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String text = new String(rest, ISO_8859_1);
    int at = 0;
    while (true) {
      int lineEnd = text.indexOf(LINE_END, at);
      if (lineEnd < 0) {
        throw new IOException("a body that ends within its chunks");
      }
      int size = Integer.parseInt(text.substring(at, lineEnd), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      at = lineEnd + LINE_END.length();
      body.write(rest, at, size);
      at += size + LINE_END.length();
    }
  }
}
