package io.labelstream.job;

import io.labelstream.kafka.ClientSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.utils.Utils;

/** The servers that an operator has named, each time looked up anew. */
final class BootstrapServers implements PatientSubscriber.Bootstrap {

  private static final long serialVersionUID = 1;

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Properties properties;

  /**
   * The servers of some client's properties.
   *
   * @param properties with {@code bootstrap.servers}, and with whatever else it takes to connect
   */
  BootstrapServers(Properties properties) {
    this.properties = ClientSettings.ofAdmin(properties);
  }

  @Override
  public boolean answers() {
    // To make a client takes a page of the log, which is more than to find out that it is in vain.
    return isListening() && failure().isEmpty();
  }

  private boolean isListening() {
    String servers = properties.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
    for (String server : servers.split(",", -1)) {
      String address = server.strip();
      String host = Utils.getHost(address);
      Integer port = Utils.getPort(address);
      if (host == null || port == null) {
        continue;
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        return true;
      } catch (IOException e) {
        // The next one may.
      }
    }
    return false;
  }

  /** Why no broker answers, if none does within ten seconds. */
  Optional<String> failure() {
    Properties once = new Properties();
    once.putAll(properties);
    once.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS));
    once.setProperty(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS));
    try (Admin admin = ClientSettings.open("admin client", () -> Admin.create(once))) {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
          .clusterId()
          .get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(e.toString());
    }
  }
}
