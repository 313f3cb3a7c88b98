package io.labelstream.tools.local;

/**
 * The addresses of a local mode, as in {@code local.json}.
 *
 * @param restUrl the facade's URL
 * @param bootstrapServers the broker's host and port
 * @param flinkUrl the URL of Flink's web UI
 * @param apiKey a key for the facade
 * @param pid the id of this process
 */
public record LocalAddresses(
    String restUrl, String bootstrapServers, String flinkUrl, String apiKey, long pid) {

  @Override
  public String toString() {
    return "LocalAddresses[" + restUrl + ", " + bootstrapServers + ", " + flinkUrl + "]";
  }
}
