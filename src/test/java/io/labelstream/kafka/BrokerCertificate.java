package io.labelstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.processes.Jdk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A broker's certificate, issued by a CA of its own each time, as the JDK's keytool makes them. */
public final class BrokerCertificate {

  /** Of the broker's key store. */
  public static final String PASSWORD = "of-a-test";

  private static final char[] SECRET = PASSWORD.toCharArray();

  private BrokerCertificate() {}

  /**
   * Issues a certificate.
   *
   * @param host the name by which clients reach the broker, beside 127.0.0.1
   * @param keyStore where the broker's key goes, a PKCS12 file
   * @param authority where the CA's certificate goes, a PEM file, which is replaced at once
   */
  public static void issue(String host, Path keyStore, Path authority)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("certificates");
    Path both = folder.resolve("both.p12");
    keytool(both, "ca", "CN=A test's authority", "-ext", "bc:c");
    String names = "san=dns:" + host + ",ip:127.0.0.1";
    keytool(both, "broker", "CN=broker", "-signer", "ca", "-ext", names);
    KeyStore issued = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(both)) {
      issued.load(in, SECRET);
    }
    Files.delete(both);
    Files.delete(folder);

    KeyStore broker = KeyStore.getInstance("PKCS12");
    broker.load(null, SECRET);
    broker.setKeyEntry(
        "broker", issued.getKey("broker", SECRET), SECRET, issued.getCertificateChain("broker"));
    try (OutputStream out = Files.newOutputStream(keyStore)) {
      broker.store(out, SECRET);
    }
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(issued.getCertificate("ca").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Path next = authority.resolveSibling("next");
    Files.write(next, pem.getBytes(UTF_8));
    Files.move(next, authority, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void keytool(Path keyStore, String alias, String name, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Jdk.program("keytool"),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
