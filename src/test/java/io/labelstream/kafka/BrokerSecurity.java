package io.labelstream.kafka;

import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * The certificate of a broker, and of its authority, and the password of its only user. A client
 * finds both in files of a folder, as a secret of Kubernetes is mounted.
 */
public final class BrokerSecurity {

  private static final String AUTHORITY = "ca.crt";
  private static final String LOGIN = "sasl.jaas.config";

  private final Path folder;
  private final String password;

  private BrokerSecurity(Path folder, String password) {
    this.folder = folder;
    this.password = password;
  }

  /**
   * Makes a certificate.
   *
   * @param folder a new one for its files
   */
  public static BrokerSecurity create(Path folder, String password)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(folder);
    BrokerCertificate.issue("localhost", folder.resolve("keystore"), folder.resolve(AUTHORITY));
    return new BrokerSecurity(folder, password);
  }

  /** What a broker is started with, so that it listens on another port, too. */
  public Map<String, String> broker(int port) {
    String listener = "SECURED://" + Ports.LOOPBACK + ":" + port;
    return Map.of(
        "listeners",
        listener,
        "advertised.listeners",
        listener,
        "listener.security.protocol.map",
        "SECURED:SASL_SSL",
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        folder.resolve("keystore").toString(),
        "ssl.keystore.password",
        BrokerCertificate.PASSWORD,
        "ssl.key.password",
        BrokerCertificate.PASSWORD,
        "sasl.enabled.mechanisms",
        "PLAIN",
        "listener.name.secured.plain.sasl.jaas.config",
        PlainLoginModule.class.getName() + " required user_ann=\"" + password + "\";");
  }

  /** Properties of a client that reads all of it from a folder. */
  public static Map<String, String> client(Path folder) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "PLAIN",
        "config.providers",
        "dir",
        "config.providers.dir.class",
        DirectoryConfigProvider.class.getName(),
        "sasl.jaas.config",
        "${dir:" + folder + ":" + LOGIN + "}",
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        folder.resolve(AUTHORITY).toString());
  }

  /** Lets clients trust the certificate from now on. */
  public void putAuthority(Path clients) throws IOException {
    Files.copy(
        folder.resolve(AUTHORITY), clients.resolve(AUTHORITY), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Lets clients have the password from now on. */
  public void putPassword(Path clients) throws IOException {
    Files.writeString(
        clients.resolve(LOGIN),
        PlainLoginModule.class.getName()
            + " required username=\"ann\" password=\""
            + password
            + "\";");
  }
}
