package io.labelstream.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;

/**
 * How clients behave while no broker answers, in processes whose log is somebody else's.
 *
 * <p>By default Kafka's admin client goes back to the bootstrap address, and says so, for each of
 * its calls that has no broker and each time that it looks at one, which comes to thousands of
 * lines a second; consumers and producers come to several lines a second.
 *
 * @see <a href="https://cwiki.apache.org/confluence/x/9wWmE">KIP-899</a>
 */
public final class Outages {

  /**
   * How long after the last attempt a client tries to connect again, at most and give or take a
   * fifth: a broker that is back is found within this time.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /**
   * Clients that do not go back to the bootstrap address have to know brokers that are added before
   * those that they knew are gone.
   */
  private static final Duration METADATA_AGE = Duration.ofSeconds(60);

  private static final Map<String, String> DEFAULTS =
      Map.of(
          CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
          MetadataRecoveryStrategy.NONE.name,
          CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
          Long.toString(LONGEST_PAUSE.toMillis()),
          CommonClientConfigs.METADATA_MAX_AGE_CONFIG,
          Long.toString(METADATA_AGE.toMillis()));

  private Outages() {}

  /**
   * Puts settings with which a broker that is away costs each client a few lines a minute. Whoever
   * uses them has to make the clients anew when all brokers have moved.
   */
  public static void putDefaults(Properties properties) {
    properties.putAll(DEFAULTS);
  }
}
