package io.labelstream.tools.sandbox;

import io.labelstream.access.AccessOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** The configuration of every Flink on one machine, so that nobody gets into the machine by it. */
public final class LoopbackFlink {

  private LoopbackFlink() {}

  /**
   * Configures a Flink that listens on loopback and lets nobody change anything through its REST
   * API.
   *
   * @param restPort the port of the REST API and the web UI
   */
  public static Configuration configuration(int restPort) {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.ADDRESS, Ports.LOOPBACK);
    // The blob server listens here too, and has no other protection.
    configuration.set(JobManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(TaskManagerOptions.HOST, Ports.LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(RestOptions.ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.PORT, restPort);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(restPort));
    // By default any page may read. Flink wants one origin, and the web UI has this one.
    configuration.set(
        WebOptions.ACCESS_CONTROL_ALLOW_ORIGIN, "http://" + Ports.LOOPBACK + ":" + restPort);
    // The web UI cannot send the secret, so it shall not offer what needs it.
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.CANCEL_ENABLE, false);
    configuration.set(WebOptions.RESCALE_ENABLE, false);
    return configuration;
  }

  /**
   * The same, except that a request with the secret can change things.
   *
   * @param secret the file of the secret, which is made if it does not exist
   */
  public static Configuration configuration(int restPort, Path secret) throws IOException {
    FlinkSecret.of(secret);
    Configuration configuration = configuration(restPort);
    configuration.set(AccessOptions.SECRET_FILE, secret.toAbsolutePath().toString());
    return configuration;
  }
}
