package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.processes.Jdk;
import io.labelstream.tools.sandbox.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The provider that the pages name for roles by web identity is one that the S3 file system which
 * we ship has, and asks Amazon's STS for the role. Its default ones do not, without a word: they go
 * on to the role of the node.
 */
class WebIdentityIT {

  static final String PROVIDER = "com.amazonaws.auth.WebIdentityTokenCredentialsProvider";

  @TempDir private Path folder;

  @Test
  void theNamedProviderAsksForTheRole() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      proxy.setSoTimeout(60_000);
      Process process = start(proxy.getLocalPort());
      try {
        // The only way out of the process, which has no credentials but a token.
        assertThat(firstLine(proxy)).startsWith("CONNECT sts.eu-central-1.amazonaws.com:443 ");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static String firstLine(ServerSocket proxy) throws IOException {
    try (Socket socket = proxy.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      return in.readLine();
    }
  }

  /** As Amazon's web hook sets a pod's environment whose service account has a role. */
  private Process start(int proxy) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "header.payload.signature");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Jdk.program("java"),
                "-Dhttps.proxyHost=" + Ports.LOOPBACK,
                "-Dhttps.proxyPort=" + proxy,
                "-Daws.java.v1.disableDeprecationAnnouncement=true",
                "-cp",
                System.getProperty("java.class.path"),
                S3Reader.class.getName(),
                PROVIDER));
    builder
        .environment()
        .putAll(
            Map.of(
                "FLINK_PLUGINS_DIR",
                System.getProperty("labelstream.plugins", ""),
                "AWS_ROLE_ARN",
                "arn:aws:iam::123456789012:role/labelstream",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token.toString(),
                "AWS_REGION",
                "eu-central-1",
                "AWS_STS_REGIONAL_ENDPOINTS",
                "regional"));
    builder.environment().keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  @Test
  void thePagesNameIt() throws IOException {
    assertThat(Files.readString(Path.of("src/site/markdown/operations.md"))).contains(PROVIDER);
  }
}
